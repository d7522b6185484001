"""Where it travels: each topic as a channel, each writer and reader as an operation."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.asyncapi.messages import KAFKA, MESSAGES, Json, ref
from contracts.topics import DEPARTMENT, PLAYED_BY, TOPICS, Topic

PARAMETER = DEPARTMENT.strip("{}")
SERVERS = ("city", "local")


def channels() -> Json:
    return {channel_id(topic): _channel(topic) for topic in TOPICS}


def operations() -> Json:
    """Of everybody: `<who>.sends|receives.<topic>`."""
    return dict(operation for topic in TOPICS for operation in _operations(topic))


def parameters() -> Json:
    played = " and ".join(f"`{code}` is the {who}" for code, who in PLAYED_BY.items())
    words = f"A department's code in the city's configuration; {played} service."
    return {PARAMETER: {"description": words, "examples": ["housing", *PLAYED_BY]}}


def channel_id(topic: Topic) -> str:
    """A topic's name, without braces: tools make file and class names of it."""
    return topic.name.replace(f"{DEPARTMENT}.", "")


def _channel(topic: Topic) -> Json:
    channel = {
        "address": topic.name,
        "title": topic.name,
        "summary": topic.about,
        "servers": [ref("#/servers", name) for name in SERVERS],
        "messages": {c.TYPE: ref(MESSAGES, c.TYPE) for c in topic.carries},
        "tags": [{"name": _who(topic.writer)}],
        "bindings": {"kafka": _kafka(topic)},
        "x-writer": topic.writer,
        "x-readers": list(topic.readers),
        "x-key": "subject",
        "x-retention-days": topic.retention.days,
    }
    named = {PARAMETER: ref("#/components/parameters", PARAMETER)}
    return channel | ({"parameters": named} if topic.per_department else {})


def _kafka(topic: Topic) -> Json:
    kept = topic.retention // timedelta(milliseconds=1)
    return {
        "partitions": topic.partitions,
        "topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": kept},
        "bindingVersion": KAFKA,
    }


def _operations(topic: Topic) -> Iterator[tuple[str, Json]]:
    name = channel_id(topic)
    yield f"{_who(topic.writer)}.sends.{name}", _operation("send", topic, topic.writer)
    for reader in topic.readers:
        operation = _operation("receive", topic, reader)
        yield f"{_who(reader)}.receives.{name}", operation | _group(reader)


def _operation(action: str, topic: Topic, who: str) -> Json:
    word = "writes" if action == "send" else "reads"
    named = f"a {PARAMETER}" if who == DEPARTMENT else who
    return {
        "action": action,
        "channel": ref("#/channels", channel_id(topic)),
        "summary": f"{named} {word} {topic.name}".capitalize(),
        "tags": [{"name": _who(who)}],
    }


def _group(reader: str) -> Json:
    """An outsider's consumer group begins with its own name: its rights end there."""
    if reader != DEPARTMENT:
        return {}
    words = "Begins with the department's code."
    group = {"type": "string", "description": words}
    return {"bindings": {"kafka": {"groupId": group, "bindingVersion": KAFKA}}}


def _who(name: str) -> str:
    return name.strip("{}")
