"""Under which regime a matter is mediated follows from the city's lists."""

import shutil
from pathlib import Path

import pytest

from services.dispute.city import load_rules
from services.dispute.domain.choosing.taking import Confirm, confirm
from tests.dispute.world import CITY, LI, MEDIATOR, ZHANG, World, task_assigned

FILES = ("mediation.yaml", "mediators.yaml", "city.yaml", "limits.yaml", "ways.yaml")
FILES += ("calendar.yaml", "venues.yaml", "wall.yaml", "agreements.yaml")


SENT = "sent: entrusted_simple"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(Path("deploy/config") / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("category", "above"),
    [
        ("labour-wages", "labour"),
        ("property-fees", "property"),
        ("utilities-gas-leak", "utilities"),
        ("court-contracts", "court"),
    ],
)
def test_a_category_is_mediated_like_the_one_above_it(category, above):
    assert CITY.type_of(category) == CITY.type_of(above)


def test_what_a_court_sends_has_the_term_of_its_way(city):
    path = city / "city.yaml"
    entrusted = (
        "regime: court, sent: entrusted_simple, panel: 社区人民调解委员会, source"
    )
    before = "regime: people, panel: 社区人民调解委员会, term: mediation, source"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, entrusted))

    assert load_rules(city, {}).type_of("neighbours").term.amount == 7


@pytest.mark.parametrize(
    ("category", "days", "ways"),
    [
        ("court-contracts", 30, ["back_to_court", "legal_aid", "mediate_again"]),
        ("court-small-loans", 7, ["back_to_court", "legal_aid"]),
    ],
)
async def test_what_a_court_sends_is_mediated_within_the_courts_term(
    world: World, category: str, days: int, ways: list[str]
) -> None:
    await world.receive(task_assigned(category=category), world.granted(LI))
    for person in (ZHANG, LI):
        await world.answers(person, yes=True)
    for person in (ZHANG, LI):
        await world.prefers(person, MEDIATOR)
    await world.do(confirm, Confirm(MEDIATOR))
    began = world.city.clock.now
    mediation = await world.mediation()

    assert (mediation.state, mediation.regime) == ("mediating", "court")
    assert mediation.term_ends_at == world.rules.term_end(days, began)
    open_ways = world.rules.ways.of(mediation.dispute_type)
    assert [way.code for way in open_ways] == ways
    assert mediation.term_ends_at
    world.city.clock.now = mediation.term_ends_at
    for _ in range(2):
        await world.city.ring()
    assert (await world.mediation()).end_reason == "expired"


def test_what_the_city_has_no_type_for_is_mediated_by_the_people():
    found = CITY.type_of("no-such-category")

    assert (found.code, found.regime.code, found.term.amount) == ("", "people", 30)


def test_a_category_with_parents_in_a_circle_is_mediated_as_usual(city):
    (city / "mediators.yaml").write_text("mediators: []")
    (city / "ways.yaml").write_text("ways: []\nby_dispute_type: {other: []}")
    (city / "city.yaml").write_text(
        "dispute_types: []\norganisations: []\n"
        "authorities: [{code: line_110}, {code: line_120}]\n"
        "categories: [{code: a, parent: b}, {code: b, parent: a}, {code: c}]\n"
    )

    assert load_rules(city, {}).types == {}


def test_there_are_four_ways_to_mediate_and_each_is_free():
    assert set(CITY.regimes) == {"people", "industry", "administrative", "court"}
    assert all(regime.free.holds for regime in CITY.regimes.values())


def test_the_terms_are_those_of_the_law():
    court = {name: term.amount for name, term in CITY.regimes["court"].terms.items()}

    assert court == {"delegated": 30, "entrusted": 15, "entrusted_simple": 7}
    assert CITY.type_of("labour").term.amount == 15


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("mediation.yaml", "code: people", "code: folk", "regimes: there has to be"),
        ("mediation.yaml", "{count: 3,", "{count: 0,", "regimes: people: notices.cou"),
        ("mediation.yaml", "{count: 3,", "{count: 4,", "people: notices.count: has"),
        ("mediation.yaml", "{amount: 2,", "{amount: 9,", "regimes: people: choose"),
        (
            "mediation.yaml",
            "    confirm:",
            "    confirms:",
            "regimes: people: confirm: ",
        ),
        ("mediation.yaml", "minor_harmed", "x", "screens: minors: danger: has to be"),
        ("mediation.yaml", "to: line_110", "to: moon", "screens: minors: to: has to"),
        ("mediation.yaml", "endangers_", "x_", "screens: minors: withheld: has to be"),
        ("mediation.yaml", "code: court", "code: industry", "industry stands twice"),
        ("ways.yaml", "labour: [", "folk: [", "by_dispute_type: folk"),
        ("ways.yaml", "consumer: [court", "consumer: [duel", "duel is none"),
        ("mediators.yaml", "subject: lin-an", "subject: he-mu", "he-mu stands twice"),
        ("mediators.yaml", "[labour]", "[work]", "mediators: luo-gong: specialties"),
        ("mediators.yaml", "[people]", "[folk]", "mediators: he-mu: regimes: folk"),
        ("mediators.yaml", "body: health", "body: moon", "mediators: wei-yi: body"),
        ("city.yaml", "regime: industry", "regime: x", "property-service: regime: x"),
        ("city.yaml", "invite: [health],", "sent: x,", "medical: sent: x is not in"),
        ("city.yaml", "term: mediation,", "term: ever,", "neighbour: term: ever"),
        ("city.yaml", "screen: dom", "screen: x-dom", "marriage-family: screen: x-"),
    ],
)
def test_a_mistake_is_named_by_file_and_field(city, file, before, after, complaint):
    text = (city / file).read_text()
    assert before in text
    (city / file).write_text(text.replace(before, after, 1))

    with pytest.raises(RuntimeError) as wrong:
        load_rules(city, {})
    assert str(wrong.value).startswith(str(city / file))
    assert complaint in str(wrong.value)


def test_a_login_belongs_to_somebody_of_the_roster_or_to_nobody():
    assert CITY.roster.code_of("demo-mediator") == "chen-he"
    assert CITY.roster.code_of("a-clerk") is None
