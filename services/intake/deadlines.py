"""Until when the window owes a word, and until when the resident may take."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from services.kit.limits.calendar import WorkCalendar
from services.kit.limits.clock import Due, due
from services.kit.limits.limit import Limit
from services.kit.limits.published import calendar_of
from services.kit.running.city_data import from_yaml


class _Window(BaseModel):
    examine: Limit
    correct: Limit


class _Terms(BaseModel):
    window: _Window


@dataclass(frozen=True)
class Deadlines:
    calendar: WorkCalendar
    examine: Limit
    """To say what is missing; silence accepts (许可法 32(4))."""
    correct: Limit

    def examined_by(self, received: datetime) -> datetime:
        return due(self.examine, received, self.calendar).at

    def corrected_by(self, told: datetime) -> Due:
        return due(self.correct, told, self.calendar)


def load_deadlines(city: Path) -> Deadlines:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "limits.yaml"
    try:
        window = _Terms.model_validate(from_yaml(path.read_text())).window
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    return Deadlines(calendar_of(city), window.examine, window.correct)
