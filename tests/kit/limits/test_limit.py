import pytest

from services.kit.limits.limit import Limit

LICENCE = Limit(amount=20, unit="working_days", source="law", rule="行政许可法 42")


@pytest.mark.parametrize(
    ("amount", "share", "part"),
    [(5, 0.6, 3), (24, 0.6, 15), (1, 0.25, 1), (20, 0.6, 12)],
)
def test_a_part_of_a_limit_is_rounded_up_and_our_own(amount, share, part):
    limit = Limit(amount=amount, unit="hours", source="law", rule="行政许可法 42")

    assert limit.part(share) == Limit(amount=part, unit="hours", source="ours")


def test_a_longer_limit_is_still_the_laws():
    assert LICENCE.longer(10) == LICENCE.model_copy(update={"amount": 30})
