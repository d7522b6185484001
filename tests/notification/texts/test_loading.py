"""Mistakes in a city's data are found when it is loaded, by file and line."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from services.notification.texts.loading import load_texts
from tests.notification.world import CITY

ENTRY = (
    "event: tongban.routing.task-paused.v1, audience: applicant,"
    " template: task-paused, channels: [email, visit], source: ours"
)
"""A good one; a test spoils one field."""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return copytree(CITY, tmp_path / "city")


def _add(city: Path, entry: str) -> int:
    """On which line it stands, the first of the list."""
    path = city / "notification" / "subscriptions.yaml"
    head, _, rest = path.read_text().partition("subscriptions:\n")
    path.write_text(f"{head}subscriptions:\n  - {{{entry}}}\n{rest}")
    return head.count("\n") + 2


def _template(city: Path, name: str) -> Path:
    [path] = (city / "notification" / "templates").glob(f"*/{name}.txt")
    return path


def test_the_citys_own_data_loads(city: Path) -> None:
    assert load_texts(city).templates.names


@pytest.mark.parametrize(
    ("event", "audience", "template"),
    [
        ("dispute.mediator-chosen", "mediator", "mediator-asked"),
        ("dispute.mediator-chosen", "party", "mediator-chosen"),
        ("dispute.topic-closed", "originator", "topic-closed"),
    ],
)
def test_whoever_has_no_inbox_is_not_told_in_the_app(
    city: Path, event: str, audience: str, template: str
) -> None:
    line = _add(
        city,
        f"event: tongban.{event}.v1, audience: {audience}, template: {template},"
        " channels: [email, in_app, visit], source: ours",
    )

    with pytest.raises(RuntimeError) as told:
        load_texts(city)
    assert f"subscriptions.yaml:{line}" in str(told.value)
    assert f"in_app: no {audience} has an inbox" in str(told.value)


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ("routing.task-paused", "x.y", "event: .*no event of that type"),
        ("applicant", "everybody", "audience: .*'applicant'"),
        ("applicant", "party", "audience: .*names no party"),
        ("applicant", "originator", "audience: .*names no originator"),
        ("[email, visit]", "[email]", "channels: .*a person comes last"),
        ("[email, visit]", "[email, voice]", "channels: .*a person comes last"),
        ("[email, visit]", "[pigeon, visit]", r"channels\.0: .*'email'"),
        ("[email, visit]", "[visit, visit]", "channels: .*each channel once"),
        ("source: ours", "source: me", "source: .*'law'"),
        ("source: ours", "source: ours, legal: true", "legal: only what has source"),
        ("source: ours", "source: law, proof: needed", "proof: only of what is legal"),
        ("source: ours", "source: ours, colour: red", "colour: "),
        ("source: ours", "source: ours, when: {shoe: 43}", "when: .*no field shoe"),
        ("source: ours", "source: ours, when: {statutory: 1}", "statutory is never 1"),
        ("source: ours", "source: ours, when: {reason: No}", "reason is never False"),
        ("source: ours", "source: ours, when: {until: x}", "until is never 'x'"),
        ("source: ours", "source: ours, desk: nowhere", "desk: .*dispatcher"),
        ("source: ours", "source: ours, desk: dispatcher", "desk: .*only a supervisor"),
        (
            "source: ours",
            "source: ours, office: housing",
            "office: .*only a department",
        ),
        ("template: task-paused", "template: none", r"no none\.zh\.txt"),
    ],
)
def test_a_wrong_entry_is_told_by_its_line(
    city: Path, good: str, bad: str, problem: str
) -> None:
    line = _add(city, ENTRY.replace(good, bad, 1))

    with pytest.raises(RuntimeError) as told:
        load_texts(city)
    assert re.search(rf"subscriptions\.yaml:{line}: .*{problem}", str(told.value))


@pytest.mark.parametrize(
    ("event", "when"),
    [
        ("extension-decided", "decision: maybe"),
        ("co-handler-reported", "open: 51"),
        ("co-handler-reported", "open: false"),
        ("task-supervised", "level: 4"),
    ],
)
def test_a_condition_that_the_contract_rules_out_is_told(
    city: Path, event: str, when: str
) -> None:
    entry = ENTRY.replace("task-paused.v1", f"{event}.v1") + f", when: {{{when}}}"
    line = _add(city, entry)

    with pytest.raises(RuntimeError, match=rf":{line}: .*when: .* is never "):
        load_texts(city)


def test_an_event_that_is_forgotten_is_told(city: Path) -> None:
    path = city / "notification" / "subscriptions.yaml"
    lines = path.read_text().splitlines()
    kept = [line for line in lines if "intake.case-urged" not in line]
    path.write_text("\n".join(kept))

    with pytest.raises(RuntimeError, match=r"nobody: neither told .*case-urged"):
        load_texts(city)


@pytest.mark.parametrize(
    "row",
    [
        "tongban.intake.case-answered.v1: it is told above",
        "tongban.x.y.v1: there is no such event",
    ],
)
def test_nobody_is_for_events_that_are_read_and_not_told(city: Path, row: str) -> None:
    path = city / "notification" / "subscriptions.yaml"
    text = path.read_text().replace("\nnobody:\n", f"\nnobody:\n  {row}\n")
    path.write_text(text)
    line = text[: text.index(row)].count("\n") + 1

    with pytest.raises(RuntimeError, match=rf"subscriptions\.yaml:{line}: nobody\."):
        load_texts(city)


def test_what_is_told_to_nobody_has_a_reason(city: Path) -> None:
    path = city / "notification" / "subscriptions.yaml"
    why = "each department that has the case is told by task-urged"
    path.write_text(path.read_text().replace(why, "so"))

    with pytest.raises(RuntimeError, match=r"case-urged.*and why, in words"):
        load_texts(city)


HEAD = "Version: 1\nSubject: x\n\n"
TAIL = "\n--- sms ---\n12345\n--- voice ---\n12345\n"


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("Hello", 1, "must begin with 'Version: '"),
        ("Version: new\nSubject: x\n\nx", 1, "a number from 1"),
        ("Version: 1\n\nHello", 2, "must begin with 'Subject: '"),
        (HEAD + "\n" + TAIL, 3, "body says nothing"),
        (HEAD + "a\nb {{ shoe }}" + TAIL, 5, "nothing will ever fill shoe"),
        (HEAD + "a\nb {{ level }}" + TAIL, 5, "nothing will ever fill level"),
        (HEAD + "a\nb\n{{ name" + TAIL, 6, "end of"),
        (HEAD + "a\n{{ name | shout }}" + TAIL, 5, "shout"),
        (HEAD + "{{ authority_words }}" + TAIL, 4, "may leave out authority_words"),
        (HEAD + "a\n--- song ---\nla" + TAIL, 5, "not 'song' here"),
        (HEAD + "a" + TAIL + "--- sms ---\nb", 9, "not 'sms' here"),
        (HEAD + "a\nb\n--- voice ---\n12345", 6, "'--- sms ---' is missing"),
        (HEAD + "a\n--- sms ---\n12345", 5, "'--- voice ---' is missing"),
        (HEAD + "a\n--- sms ---\n{{ progress_url }}\n--- voice ---\nb", 6, "links"),
        (HEAD + "{{ name.__class__ }}" + TAIL, 4, "cannot be written: .*unsafe"),
        (HEAD + "{{ 1 / 0 }}" + TAIL, 4, "cannot be written: division by zero"),
        (
            HEAD + "a" + TAIL + "{% for i in range(9000000) %}x{% endfor %}",
            8,
            "cannot be written: Range too big",
        ),
        (
            HEAD + "a\n--- sms ---\n" + "long " * 30 + "\n--- voice ---\nb",
            6,
            "most 134",
        ),
    ],
)
def test_a_wrong_template_is_told_by_its_line(
    city: Path, text: str, line: int, problem: str
) -> None:
    _template(city, "case-answered.en").write_text(text)

    with pytest.raises(RuntimeError) as told:
        load_texts(city)
    assert re.search(rf"case-answered\.en\.txt:{line}: .*{problem}", str(told.value))


def test_a_template_that_nobody_uses_is_told(city: Path) -> None:
    stray = city / "notification" / "templates" / "case" / "case-sung.zh.txt"
    stray.write_text(HEAD + "a" + TAIL)

    with pytest.raises(RuntimeError, match=r"case-sung\.zh\.txt:1: no subscription"):
        load_texts(city)


def test_a_missing_template_is_told_where_it_is_asked_for(city: Path) -> None:
    _template(city, "invitation.zh").unlink()

    with pytest.raises(
        RuntimeError, match=r"subscriptions\.yaml:\d+: .*invitation\.zh"
    ):
        load_texts(city)


def test_all_faults_are_told_at_once(city: Path) -> None:
    for name in ("case-answered.en", "invitation.en"):
        _template(city, name).write_text("Hello")

    with pytest.raises(RuntimeError) as told:
        load_texts(city)
    assert len(str(told.value).splitlines()) == 2
