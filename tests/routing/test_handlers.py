from contracts.topics import read_by
from services.routing.handlers import IGNORED, REACTS_TO


def test_all_that_comes_is_handled_or_left_on_purpose(world):
    topics = read_by("routing", world.city.departments)
    carried = {fact for topic in topics for fact in topic.carries}

    assert set(world.handlers) == REACTS_TO
    assert carried == REACTS_TO | IGNORED
    assert not REACTS_TO & IGNORED
