"""What residents ask and say: sealed, and public in the words the host releases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.dispute.deliberating.domain.parts import (
    MOST_VOICES,
    MOST_VOICES_EACH,
    Voice,
)
from services.dispute.deliberating.domain.refusals import (
    another_request,
    demand,
    no_room,
    unknown_voice,
)
from services.dispute.deliberating.domain.topic import Topic
from services.kit.writing.change import Change


@dataclass(frozen=True)
class Speak:
    voice_id: str
    kind: Literal["question", "statement"]
    who: str
    words: str
    """Sealed at rest."""
    digest: str


@dataclass(frozen=True)
class Release:
    """The host's wording of it, and an answer if there is one."""

    voice_id: str
    wording: str
    answer: str | None


def speak(topic: Topic | None, command: Speak, now: datetime) -> Change[Topic] | None:
    for known in topic.voices if topic else ():
        if known.voice_id == command.voice_id:
            if known.digest != command.digest:
                raise another_request()
            return None
    topic = demand("speak", topic)
    mine = sum(voice.who == command.who for voice in topic.voices)
    if mine >= MOST_VOICES_EACH:
        of_one = "questions and statements of one person"
        raise no_room(of_one, MOST_VOICES_EACH, "条本人提问或发言")
    if len(topic.voices) >= MOST_VOICES:
        raise no_room("questions and statements", MOST_VOICES, "条提问和发言")
    voice = Voice(
        voice_id=command.voice_id,
        kind=command.kind,
        who=command.who,
        words=command.words,
        said_at=now,
        digest=command.digest,
    )
    return Change(topic.but(voices=(*topic.voices, voice)))


def release(
    topic: Topic | None, command: Release, now: datetime
) -> Change[Topic] | None:
    topic = demand("release", topic)
    for voice in topic.voices:
        if voice.voice_id == command.voice_id:
            public = {"wording": command.wording, "answer": command.answer}
            changed = voice.model_copy(update=public)
            return None if changed == voice else Change(topic.with_voice(changed))
    raise unknown_voice()
