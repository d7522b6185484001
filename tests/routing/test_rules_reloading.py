"""New rules take over while the service runs; wrong ones never do."""

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from services.routing.rules.reloading import Rules
from tests.routing.world import RULES, case_accepted, city, words

OURS, THEIRS = '\\"traffic-police\\"', '\\"transport\\"'


@pytest.fixture
def path(tmp_path):
    return Path(shutil.copy(RULES, tmp_path / "rules.json"))


@pytest.fixture
def rules(path):
    return Rules(path, words(), city().limits)


def lead(rules: Rules) -> str | None:
    return rules.ruling(case_accepted(category="traffic")).lead


def changed(path: Path) -> None:
    path.write_text(
        path.read_text().replace(f'"lead": "{OURS}"', f'"lead": "{THEIRS}"')
    )


async def look_until_still(rules: Rules) -> None:
    await rules.look()
    await rules.look()


async def test_a_changed_file_takes_over(path, rules):
    before = rules.standing.version
    changed(path)
    await look_until_still(rules)

    assert lead(rules) == "transport"
    assert rules.standing.version != before
    assert rules.standing.refused is None


async def test_a_file_that_still_grows_waits(path, rules):
    changed(path)
    await rules.look()

    assert lead(rules) == "traffic-police"


@pytest.mark.parametrize("text", ["", "{", '{"nodes": [], "edges": []}'])
async def test_a_broken_file_leaves_the_old_rules_in_force_and_is_told(
    path, rules, text
):
    before = rules.current
    path.write_text(text)
    with capture_logs() as logs:
        await look_until_still(rules)

    assert rules.current is before
    assert "rules.json" in rules.standing.refused
    assert await rules.refused() == {(): 1.0}
    assert [line["log_level"] for line in logs] == ["error"]


async def test_a_file_with_one_wrong_cell_is_not_half_applied(path, rules):
    changed(path)
    path.write_text(path.read_text().replace('\\"water-supply\\"', '\\"moon\\"', 1))
    await look_until_still(rules)

    assert lead(rules) == "traffic-police"
    assert "row" in rules.standing.refused


async def test_a_broken_file_that_is_mended_takes_over(path, rules):
    whole = path.read_text()
    path.write_text(whole[:100])
    await look_until_still(rules)
    path.write_text(whole)
    changed(path)
    await look_until_still(rules)

    assert lead(rules) == "transport"
    assert await rules.refused() == {(): 0.0}


async def test_a_file_that_is_gone_is_refused(path, rules):
    path.unlink()
    await look_until_still(rules)

    assert (lead(rules), rules.standing.refused is None) == ("traffic-police", False)


async def test_a_file_moved_into_its_place_takes_over(path, rules):
    newer = path.with_name("newer.json")
    shutil.copy(path, newer)
    changed(newer)
    newer.replace(path)
    await look_until_still(rules)

    assert lead(rules) == "transport"


async def test_it_looks_by_itself_for_as_long_as_the_service_lives(path, rules):
    looking = asyncio.create_task(rules.reload_forever(every=0.01))
    changed(path)
    async with asyncio.timeout(10):
        while lead(rules) != "transport":
            await asyncio.sleep(0.01)
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking


def test_without_any_rules_nothing_starts(tmp_path):
    with pytest.raises(RuntimeError, match=r"none\.json"):
        Rules(tmp_path / "none.json", words(), city().limits)
