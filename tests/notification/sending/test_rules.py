"""When nobody is disturbed, when a provider is left alone, and what data may say."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.kit.testing.clock import StoppedClock
from services.notification.channels.breaker import TRIAL, Breaker
from services.notification.delivery.rules import FILE, load_rules
from services.notification.domain.attempt import message_of, reference_of
from services.notification.domain.course.pace import Pace
from services.notification.domain.course.quiet import Hours
from tests.notification.world import CITY, rules

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = Hours(time(21), time(8), SHANGHAI)
TEN = timedelta(seconds=10)


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "end"),
    [
        (shanghai(2, 20, 59), None),
        (shanghai(2, 21), shanghai(3, 8)),
        (shanghai(3, 0, 30), shanghai(3, 8)),
        (shanghai(3, 7, 59), shanghai(3, 8)),
        (shanghai(3, 8), None),
    ],
)
def test_the_night_ends_at_eight_on_the_citys_clock(at, end) -> None:
    assert NIGHT.end_after(at.astimezone(UTC)) == end


def test_hours_within_a_day_are_possible_and_none_as_well() -> None:
    noon = Hours(time(12), time(14), SHANGHAI)
    assert noon.end_after(shanghai(2, 13)) == shanghai(2, 14)
    assert Hours(time(8), time(8), SHANGHAI).end_after(shanghai(2, 8)) is None


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def breaker(clock: StoppedClock) -> Breaker:
    return Breaker(clock, 3, TEN, timedelta(seconds=30))


def fail(breaker: Breaker, times: int = 3) -> None:
    for _ in range(times):
        breaker.failed()


def test_it_opens_after_failures_in_a_row_only(breaker) -> None:
    fail(breaker, 2)
    breaker.worked()
    fail(breaker, 2)
    assert (breaker.state, breaker.wait_until()) == ("closed", None)


def test_then_one_message_tries_and_the_others_wait(breaker, clock) -> None:
    fail(breaker)
    assert breaker.wait_until() == clock() + TEN
    clock.advance(TEN)

    assert breaker.wait_until() is None
    assert breaker.state == "half_open"
    assert breaker.wait_until() == clock() + TRIAL


def test_it_closes_when_that_one_works_and_waits_longer_when_not(
    breaker, clock
) -> None:
    fail(breaker)
    for pause in (20, 30, 30):
        clock.now = breaker.wait_until() or clock.now
        assert breaker.wait_until() is None
        breaker.failed()
        assert breaker.wait_until() == clock() + timedelta(seconds=pause)

    breaker.worked()
    assert (breaker.state, breaker.wait_until()) == ("closed", None)


def test_a_trial_that_never_ends_is_followed_by_another(breaker, clock) -> None:
    fail(breaker)
    clock.advance(TEN)
    assert breaker.wait_until() is None
    clock.advance(TRIAL)

    assert breaker.wait_until() is None


def test_pauses_double_up_to_the_longest() -> None:
    pauses = [Pace().pause_after(failures) for failures in (0, 1, 2, 3, 40)]
    assert pauses == [timedelta(seconds=s) for s in (2, 2, 4, 8, 1800)]


def test_a_reference_tells_its_message_and_its_channel() -> None:
    assert message_of(reference_of("m", "sms")) == ("m", "sms")
    assert reference_of("m", "sms", 2) == "m.sms.2"
    assert message_of("m.sms.2") == ("m", "sms")


def test_what_is_urgent_has_less_patience() -> None:
    for channel in rules().channels:
        urgent = rules().pace(channel, "urgent")
        assert urgent.patience < rules().pace(channel, "normal").patience


def test_a_channel_that_the_city_says_nothing_of_has_the_usual_pace() -> None:
    assert rules().pace("pigeon", "normal") == Pace()
    assert rules().quiet_until("pigeon", "normal", shanghai(2, 23)) is None


@pytest.mark.parametrize(
    ("former", "present", "words"),
    [
        ("failures: 5", "failures: 0", "breaker.failures"),
        ("patience: {normal: P1D", "patience: {usual: P1D", "channels.email.patience"),
        ("within: PT10M", "within: soon", "merging.within"),
        ("quiet: false", "quiet: nearly", "channels.email.quiet"),
        ("first_pause: PT2S", "first_pause: PT0S", "channels.email.first_pause"),
        ("{normal: P1D, urgent", "{normal: -P1D, urgent", "channels.email.patience"),
        ('from: "21:00"', "from: 21:00", "quiet_hours.from.*in quotes"),
        ('until: "08:00"', 'until: "08:00Z"', "quiet_hours.until.*own clock"),
        ("{n}条", "{m}条", "merging.subject.*only {n}"),
        ("zh: ", "zh_cn: ", "merging.subject.*zh at least"),
        ("breaker:", "braker:", "braker"),
        ("channels:", "channels: [", FILE),
    ],
)
def test_wrong_data_names_file_and_entry(
    tmp_path: Path, former: str, present: str, words: str
) -> None:
    text = (CITY / "notification" / FILE).read_text()
    (tmp_path / FILE).write_text(text.replace(former, present, 1))

    with pytest.raises(RuntimeError, match=words):
        load_rules(tmp_path)
