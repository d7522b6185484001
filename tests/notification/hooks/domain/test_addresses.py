"""Where the city may be sent, and where not, however it is written."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notification.domain.hooks.addresses import is_trusted, may_reach
from tests.notification.hooks.made import HERE

INSIDE = (
    "127.0.0.1",
    "127.8.9.10",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2001:0:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "100::1",
)
OUTSIDE = ("8.8.8.8", "1.1.1.1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2606:4700::1")


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_is_reached(address):
    assert not may_reach(address, ())


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_internet_is_reached(address):
    assert may_reach(address, ())


@pytest.mark.parametrize("address", ["10.20.0.7", "::ffff:10.20.0.7"])
def test_a_range_that_the_city_trusts_is_reached(address):
    trusted = (ip_network("10.20.0.0/16"),)

    assert may_reach(address, trusted)
    assert is_trusted(address, trusted)
    assert not may_reach("10.21.0.1", trusted)


def test_trusting_one_range_opens_no_other():
    assert not may_reach("169.254.169.254", (HERE,))
    assert not may_reach("::1", (HERE,))


@settings(max_examples=60)
@given(st.ip_addresses(v=4))
def test_an_address_in_disguise_is_judged_as_what_it_is(address):
    hidden = ip_address(f"::ffff:{address}"), ip_address(f"64:ff9b::{address}")

    assert {may_reach(str(one), ()) for one in hidden} == {may_reach(str(address), ())}
