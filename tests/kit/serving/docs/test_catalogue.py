"""What the page of events says is what the contracts say."""

import json

import pytest

from contracts.asyncapi.document import document
from contracts.evolution.promises import EXAMPLES
from contracts.topics import PAYLOADS, TOPICS
from services.kit.serving.docs.catalogue import Catalogue, field_of
from services.kit.serving.docs.graph import graph
from services.kit.serving.docs.pages import events_page, prose, words

CATALOGUE = Catalogue(document())
EVENTS = {event.type: event for event in CATALOGUE.events}


@pytest.mark.parametrize("type", sorted(PAYLOADS))
def test_an_event_is_told_with_every_field_and_every_example(type):
    event, fact = EVENTS[type], PAYLOADS[type]
    files = sorted((EXAMPLES / type).glob("*.json"))

    assert [field.name for field in event.data.fields] == list(fact.model_fields)
    assert [json.loads(each.text) for each in event.examples] == [
        json.loads(path.read_text()) for path in files
    ]
    assert event.topics == tuple(t.name for t in TOPICS if fact in t.carries)


def test_every_word_of_it_is_on_the_page():
    page = events_page("trial").body.decode()

    for event in EVENTS.values():
        assert str(words(event.summary)) in page
        for field in event.data.fields:
            assert str(words(field.words)) in page


def test_a_sealed_field_says_for_whom():
    granted = EVENTS["tongban.intake.content-granted.v1"]

    assert [field.name for field in granted.data.fields if field.sealed_for] == [
        "content"
    ]
    assert granted.data.fields[-1].sealed_for == "{department}"


def test_what_a_sealed_field_holds_is_shown_too():
    names = {shape.name for shape in CATALOGUE.sealed}

    events_hold = {"CaseContent", "AnswerText", "ContactCard", "PartyCard"}
    events_hold |= {"SigningCard", "OriginatorCard"}
    assert names == events_hold | {
        "Person",
        "AttachmentRef",
        "Agent",
        "Evidence",
        "Accused",
        "Preferences",
    }


@pytest.mark.parametrize(
    ("schema", "kind", "limits"),
    [
        ({"type": "boolean", "default": False}, "boolean", "default `false`"),
        ({"type": "integer", "minimum": 1}, "integer", "at least 1"),
        ({"type": "string", "enum": ["a", "b"]}, "string", "one of `a`, `b`"),
        ({"const": "1.0", "type": "string"}, "string", "always `1.0`"),
        ({"type": "string", "format": "date-time"}, "date-time", ""),
        ({"type": "string", "pattern": "^x$"}, "string", "`^x$`"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer", ""),
        (
            {"type": "array", "maxItems": 2, "items": {"type": "string"}},
            "list of string",
            "at most 2 entries",
        ),
        ({"$ref": "#/components/schemas/Person"}, "Person", ""),
    ],
)
def test_a_type_is_told_in_words(schema, kind, limits):
    field = field_of("field", schema, required=True)

    assert (field.kind, field.limits) == (kind, limits)


def test_the_graph_has_a_line_for_each_writer_and_each_reader():
    lines = {line.words for line in graph(CATALOGUE.topics).lines}
    table = {f"{topic.writer} writes {topic.name}" for topic in TOPICS}
    table |= {f"{who} reads {topic.name}" for topic in TOPICS for who in topic.readers}

    assert lines == table


def test_no_two_boxes_of_the_graph_lie_on_each_other():
    drawn = graph(CATALOGUE.topics)
    places = [(box.x, box.place) for box in (*drawn.parties, *drawn.topics)]

    assert len(set(places)) == len(places)
    assert all(0 < place < drawn.height for _, place in places)


def test_words_are_words_and_never_markup():
    for told in (prose, words):
        assert "<script" not in told("<script>alert(1)</script>")
        assert "<b>" not in told("<b>bold</b>")
