"""Whatever is sent is either a form that the desk takes, or refused in words."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.catalogue import load_catalogue
from services.intake.open311.filing import Filing
from services.intake.open311.offered import load_offer
from services.intake.open311.parameters import LONGEST, checked, read_form
from services.intake.open311.places import load_places
from services.intake.receiving.checks import demand_correct
from services.kit.serving.principal import Principal
from services.kit.serving.problems import Refused
from services.kit.testing.clock import MONDAY

CITY = Path("deploy/config")
CATALOGUE, OFFER = load_catalogue(CITY), load_offer(CITY)
FILING = Filing(OFFER, load_places(CITY, OFFER.areas))
PARTNER = Principal(subject="partner/photo-app")

USUAL = {"service_code": "sanitation-garbage", "address_id": "990101"}
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
NUMBERS = st.floats(-200, 200).map(str)
SENT = st.dictionaries(st.sampled_from(sorted(LONGEST)), TEXT | NUMBERS, max_size=6)
QUICKLY = settings(max_examples=200)


@QUICKLY
@given(SENT, st.booleans())
def test_parameters_make_a_form_or_a_refusal(sent: dict[str, str], usual: bool):
    body = urlencode(sent | (USUAL if usual else {})).encode()
    with suppress(Refused):
        form = FILING.form(checked(read_form(body)), "en")
        demand_correct(form, CATALOGUE, PARTNER, MONDAY.date())
        assert form.area in OFFER.areas


@QUICKLY
@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused(body: bytes):
    with suppress(Refused):
        assert checked(read_form(body)).given.keys() <= LONGEST.keys()
