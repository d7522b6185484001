"""What rules are asked about a case that nobody has filed."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from services.routing.city import city_of
from services.routing.rules.listing import vocabulary_of
from services.routing.rules.rulebook import Rulebook
from services.routing.rules.vocabulary import Vocabulary

RULES = Path("routing/rules.json")
FIELDS = ("kind", "request_type", "category", "item", "area", "urgency", "channel")


class Question(BaseModel):
    """A complaint by telephone, unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    area: str = "990101001"
    kind: str = "request"
    request_type: str | None = "complaint"
    item: str | None = None
    urgency: str = "normal"
    channel: str = "phone"
    accused: tuple[str, ...] = ()
    """Of a report: organisations that must not have it."""


def rulebook_of(city: Path, rules: Path | None = None) -> Rulebook:
    """The city's rules, or those of another file for the same city.

    Raises `RuntimeError` that names file, table, row and column.
    """
    return Rulebook(rules or city / RULES, vocabulary_of(city), city_of(city).limits)


def unknown(question: Question, words: Vocabulary) -> dict[str, str]:
    """Fields whose code the city has not."""
    said = question.model_dump(exclude_none=True)
    accused = said.pop("accused")
    known = {field: words.words[field] for field in said if field != "area"}
    wrong = {field: said[field] for field in known if said[field] not in known[field]}
    places = tuple(words.words["area"])
    if not said["area"].startswith(places):
        wrong["area"] = said["area"]
    strangers = [code for code in accused if code not in words.organisations]
    return wrong | ({"accused": strangers[0]} if strangers else {})
