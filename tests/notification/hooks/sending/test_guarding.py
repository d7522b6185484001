"""The guard stands at the connection: whatever a name came to, that is judged."""

import socket
import ssl
from dataclasses import replace
from datetime import timedelta

import httpcore
import pytest

from services.kit.serving.problems import Refused
from services.kit.testing.clock import MONDAY
from services.notification.hooks.registering.urls import demand_url
from services.notification.hooks.sending.guarding import Guarded
from services.notification.hooks.sending.resolving import Resolver
from tests.notification.hooks.domain.test_addresses import INSIDE
from tests.notification.hooks.made import HERE, posting, rules
from tests.notification.hooks.sending.receiver import answer, receiving

PUBLIC = "203.0.114.7"


class Names:
    """Gives the next of its answers each time a name is looked up."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append(host)
        return self.answers.pop(0)


class Wire(httpcore.AsyncMockBackend):
    """Notes which address is connected to; some do not answer."""

    def __init__(self, *silent: str) -> None:
        super().__init__([b"HTTP/1.1 204 No Content\r\n\r\n"])
        self.silent = silent
        self.connected: list[tuple[str, int]] = []

    async def connect_tcp(self, host, port, *others):
        self.connected.append((host, port))
        if host in self.silent:
            raise httpcore.ConnectError("nobody")
        return await super().connect_tcp(host, port)


async def pushed(url: str, names: Names, wire: Wire, *trusted) -> str:
    post = posting(names, wire, rules(*trusted))
    try:
        return (await post(url, {"webhook-id": "1"}, b"{}", MONDAY)).outcome
    finally:
        await post.close()


@pytest.mark.parametrize("found", INSIDE)
async def test_a_name_that_leads_inside_is_not_followed(found):
    wire = Wire()

    assert await pushed("https://x.example/", Names((found,)), wire) == (
        "address-not-allowed"
    )
    assert wire.connected == []


async def test_what_was_judged_is_what_is_connected_to():
    """A name that leads inside the next time it is asked is not asked again."""
    wire, names = Wire(), Names((PUBLIC,), ("127.0.0.1",))

    assert await pushed("https://rebinding.example/", names, wire) == "accepted"
    assert wire.connected == [(PUBLIC, 443)]
    assert names.asked == ["rebinding.example"]


async def test_each_connection_is_judged_anew():
    wire = Wire()
    names = Names((PUBLIC,), ("127.0.0.1",))
    guard = Guarded(rules(), names, wire, plainly=False)
    await guard.connect_tcp("rebinding.example", 443)

    with pytest.raises(httpcore.ConnectError):
        await guard.connect_tcp("rebinding.example", 443)
    assert wire.connected == [(PUBLIC, 443)]


async def test_of_several_addresses_only_allowed_ones_are_tried():
    wire = Wire("1.1.1.1")
    names = Names(("127.0.0.1", "1.1.1.1", "10.0.0.1", PUBLIC))

    assert await pushed("https://many.example/", names, wire) == "accepted"
    assert wire.connected == [("1.1.1.1", 443), (PUBLIC, 443)]


@pytest.mark.parametrize("url", ["https://x.example:22/", "http://x.example/"])
async def test_other_ports_and_plain_http_are_for_trusted_ranges(url):
    wire = Wire()
    assert await pushed(url, Names((PUBLIC,)), wire, HERE) == "address-not-allowed"
    assert wire.connected == []

    assert await pushed(url, Names(("127.0.0.5",)), wire, HERE) == "accepted"


async def test_plain_http_does_not_pass_by_a_usual_port():
    wire = Wire()

    await pushed("http://x.example:443/", Names((PUBLIC,)), wire)
    assert wire.connected == []


@pytest.mark.parametrize("host", ["2130706433", "0177.0.0.1", "0x7f.1", "localhost"])
async def test_ways_to_write_this_machine_are_seen_through(host):
    """The real resolver: what the system makes of it is judged."""
    resolve = Resolver()
    wire = Wire()
    try:
        outcome = await pushed(f"https://{host}/", resolve, wire)
    finally:
        resolve.close()

    assert outcome in ("address-not-allowed", "no-connection")
    assert wire.connected == []


async def test_no_socket_of_this_machine_is_opened():
    guard = Guarded(rules(), Names(), Wire(), plainly=True)

    with pytest.raises(httpcore.ConnectError):
        await guard.connect_unix_socket("/var/run/docker.sock")


async def test_a_proxy_of_the_environment_is_not_asked(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    wire = Wire()

    assert await pushed("https://x.example/", Names((PUBLIC,)), wire) == "accepted"
    assert wire.connected == [(PUBLIC, 443)]


async def test_tls_asks_for_the_name_and_not_for_the_address():
    asked = []

    class Stream(httpcore.AsyncMockStream):
        async def start_tls(self, ssl_context, server_hostname=None, *_, **__):
            asked.append((server_hostname, ssl_context.verify_mode))
            return self

    class Tls(Wire):
        async def connect_tcp(self, host, port, *others):
            return Stream([b"HTTP/1.1 204 No Content\r\n\r\n"])

    await pushed("https://hooks.example.org/", Names((PUBLIC,)), Tls())
    assert asked == [("hooks.example.org", ssl.CERT_REQUIRED)]


async def test_a_name_that_hangs_holds_up_no_other(monkeypatch):
    def found(host, port, type):
        if host == "nowhere.example":
            raise socket.gaierror("no such name")
        return [(0, 0, 0, "", (PUBLIC, port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    resolve = Resolver()
    assert await resolve("x.example", 443) == (PUBLIC,)
    with pytest.raises(OSError, match="no such name"):
        await resolve("nowhere.example", 443)
    resolve.close()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/",
        "https://",
        "x.example",
        "https://user:word@x.example/",
        "https://user@x.example/",
        "https://x.example/#part",
        "https://x.example/a b",
        "https://x.example\\@10.0.0.1/",
        "https://例子.example/",
        "https://x.example:99999/",
        "https://x.example:22/",
        "http://x.example/",
        "https://127.0.0.1/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data",
    ],
)
def test_an_address_that_can_never_be_pushed_to_is_refused_at_once(url):
    with pytest.raises(Refused) as no:
        demand_url(url, rules())

    assert no.value.status == 422


@pytest.mark.parametrize("url", ["https://x.example/a?b=c", "https://x.example:8443/"])
def test_an_address_on_the_internet_is_taken(url):
    demand_url(url, rules())


def test_a_city_with_a_network_of_its_own_takes_plain_http_there():
    demand_url("http://127.0.0.1:8080/hook", rules(HERE))
    with pytest.raises(Refused):
        demand_url("http://10.0.0.1:8080/hook", rules(HERE))


async def test_a_redirect_is_not_followed():
    moved = answer(307, "Location: http://127.0.0.1:1/")
    async with receiving(moved) as receiver:
        post = posting()
        got = await post(receiver.url, {}, b"{}", MONDAY)
        await post.close()

    assert (got.outcome, got.status, len(receiver.got)) == ("redirect", 307, 1)


async def test_an_answer_without_end_is_not_read_to_its_end():
    endless = b"HTTP/1.1 200 X\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 300_000
    async with receiving(endless) as receiver:
        post = posting()
        got = await post(receiver.url, {}, b"{}", MONDAY)
        await post.close()

    assert got.is_good


@pytest.mark.parametrize(
    ("said", "seconds", "outcome"),
    [(None, 0.3, "timeout"), (b"no http\r\n\r\n", 10, "no-http")],
)
async def test_who_hangs_or_speaks_no_http_is_told_apart(said, seconds, outcome):
    short = replace(rules(HERE), answer_within=timedelta(seconds=seconds))
    async with receiving(said) as receiver:
        post = posting(by=short)
        assert (await post(receiver.url, {}, b"{}", MONDAY)).outcome == outcome
        await post.close()


async def test_nobody_there_is_told():
    async with receiving() as receiver:
        url = receiver.url
    post = posting()

    assert (await post(url, {}, b"{}", MONDAY)).outcome == "no-connection"
    await post.close()
