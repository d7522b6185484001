"""docs/mediation-rules.md names tests that there are, and every article in use."""

import re
from pathlib import Path

import pytest

from services.dispute.domain.moves import MOVES
from tests.dispute.world import CITY

PAGE = Path("docs/mediation-rules.md").read_text()
TESTS = Path("tests/dispute")
HELD_BY = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ")]
RULES = [row for row in ROWS if not row.startswith("| rule ")]


@pytest.mark.parametrize("row", RULES)
def test_each_rule_has_an_article_and_a_test_that_there_is(row: str) -> None:
    _, rule, article, held_by, _ = (cell.strip() for cell in row.split("|"))
    found = HELD_BY.fullmatch(held_by)

    assert rule
    assert article
    assert found
    files = TESTS.rglob(found[1])
    assert any(f"def {found[2]}(" in file.read_text() for file in files)


def test_every_article_of_the_table_and_of_the_regimes_is_on_the_page() -> None:
    by_table = {move.law for move in MOVES if move.law}
    ruled = [
        value for regime in CITY.regimes.values() for value in vars(regime).values()
    ]
    terms = [t for regime in CITY.regimes.values() for t in regime.terms.values()]
    asked = [screen.rule for screen in CITY.screens.values()]
    by_data = {rule for each in (*ruled, *terms) if (rule := getattr(each, "rule", ""))}

    assert sorted(a for a in by_table | by_data | {*asked} if a not in PAGE) == []
