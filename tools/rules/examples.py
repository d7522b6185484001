"""The city's own examples: what the rules must decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from services.kit.running.city_data import from_yaml
from services.routing.domain.norms import Ruling
from services.routing.rules.rulebook import Rulebook
from tools.rules.question import Question

EXAMPLES = Path("routing/examples.yaml")
TRIAGE = "triage"


class Example(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str
    case: Question
    lead: str | None
    co_handlers: tuple[str, ...] = ()
    limit: str
    priority: int


@dataclass(frozen=True)
class Difference:
    """One thing of an example that the rules decide in another way."""

    number: int
    says: str
    about: str
    expected: str
    decided: str
    why: str


def examples_of(path: Path) -> tuple[Example, ...]:
    """Raises `RuntimeError` that names the file and the example."""
    try:
        rows = from_yaml(path.read_text())["examples"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise RuntimeError(f"{path}: a list `examples` is needed ({error})") from error
    return tuple(_example(path, n, row) for n, row in enumerate(rows, start=1))


def differences(rules: Rulebook, examples: Iterable[Example]) -> Iterator[Difference]:
    for number, example in enumerate(examples, start=1):
        ruling = rules.ruling(example.case)
        expected = _told(example.lead, example.co_handlers) | {
            "limit": example.limit,
            "priority": str(example.priority),
        }
        for about, decided in _decided(ruling).items():
            if decided != expected[about]:
                yield Difference(
                    number,
                    example.says,
                    about,
                    expected[about],
                    decided,
                    ruling.why_zh[0] if ruling.why_zh else "",
                )


def _decided(ruling: Ruling) -> dict[str, str]:
    return _told(ruling.lead, ruling.co_handlers) | {
        "limit": ruling.limit_name,
        "priority": str(ruling.priority),
    }


def _told(lead: str | None, co_handlers: tuple[str, ...]) -> dict[str, str]:
    """The order in which co-handlers are named decides nothing."""
    named = ", ".join(sorted(co_handlers)) or "-"
    return {"lead": lead or TRIAGE, "co_handlers": named}


def _example(path: Path, number: int, row: object) -> Example:
    try:
        return Example.model_validate(row)
    except ValidationError as error:
        raise RuntimeError(f"{path}: example {number}: {error}") from error
