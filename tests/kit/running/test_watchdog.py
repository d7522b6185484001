"""A process is ended only when the broker answers, there is lag, and nothing moves."""

from services.kit.running.watchdog import (
    Look,
    Progress,
    Standstill,
    judged,
    nothing_moves,
)


def look(at: float, **seen) -> Look:
    fields = {
        "broker_answers": True,
        "begun": True,
        "unread": 0,
        "unfinished": 0,
        "is_full": False,
        "read_at": 0.0,
        "tried_at": 0.0,
    }
    return Look(at=at, **fields | seen)


def ended(*looks: Look) -> bool:
    standstill = Standstill()
    for each in looks:
        standstill = judged(standstill, each)
        if standstill.lasted(each.at):
            return True
    return False


def test_a_reader_that_went_deaf_is_ended():
    assert ended(look(100, unread=1), look(131, unread=1))


def test_not_before_thirty_seconds():
    assert not ended(look(100, unread=1), look(130, unread=1))


def test_an_old_silence_is_no_standstill_when_something_comes():
    assert not ended(look(1000), look(1005, unread=1))


def test_no_lag_no_standstill():
    assert not ended(look(100), look(1000))


def test_reading_something_begins_anew():
    assert not ended(look(100, unread=5), look(131, unread=4, read_at=120))


def test_a_broker_that_is_away_is_no_reason():
    away = {"broker_answers": False, "unread": None, "unfinished": 3}
    assert not ended(look(100, **away), look(1000, **away))


def test_the_count_begins_anew_when_the_broker_is_back():
    assert not ended(
        look(100, unread=1),
        look(120, broker_answers=False, unread=None),
        look(125, unread=1),
        look(150, unread=1),
    )


def test_a_consumer_that_does_not_answer_while_the_broker_does_is_ended():
    assert ended(look(100, unread=None), look(131, unread=None))


def test_retries_while_the_database_is_away_are_movement():
    full = {"unread": 9, "unfinished": 1000, "is_full": True}
    assert not ended(
        look(100, tried_at=99, **full),
        look(120, tried_at=118, **full),
        look(140, tried_at=137, **full),
    )


def test_handlers_that_hang_are_ended():
    assert ended(look(100, unfinished=2), look(131, unfinished=2))


def test_a_reader_that_never_begins_is_ended_though_it_knows_of_no_lag():
    assert ended(look(100, begun=False), look(191, begun=False))


def test_a_rebalance_may_wait_for_a_slow_member():
    assert not ended(
        look(100, begun=False),
        look(190, begun=False),
        look(195),
        look(200, begun=False),
        look(290, begun=False),
    )


def test_beginning_is_not_judged_while_the_broker_is_away():
    assert not ended(
        look(100, begun=False),
        look(150, begun=False, broker_answers=False, unread=None),
        look(155, begun=False),
        look(240, begun=False),
    )


def test_retries_of_one_event_do_not_hide_a_deaf_reader():
    assert ended(
        look(100, unread=3, unfinished=1, tried_at=99),
        look(131, unread=3, unfinished=1, tried_at=130),
    )


async def test_the_watch_ends_with_a_standstill():
    looks = iter([look(0, unread=1), look(31, unread=1)])

    async def seen() -> Look:
        return next(looks)

    await nothing_moves(seen, every=0)

    assert list(looks) == []


def test_progress_speaks_to_an_operator():
    progress = Progress(missing=("departments.housing.replies",))

    assert "departments.housing.replies" in progress.words
    assert "make up" in progress.words
    assert Progress(broker="up", lag={"a": 2, "b": 3}).words == (
        "up, 0 partitions, lag 5"
    )
