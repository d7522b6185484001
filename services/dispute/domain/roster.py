"""Who mediates in the city, and which dispute is theirs to mediate."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from pydantic import ConfigDict


@dataclass(frozen=True)
class Mediator:
    """`subject`: whom the login names; `specialties`: types of dispute, none: all."""

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    code: str
    name: str
    name_en: str
    subject: str
    body: str
    panel: str
    areas: tuple[str, ...]
    regimes: tuple[str, ...]
    specialties: tuple[str, ...]
    languages: tuple[str, ...]
    email: str

    def is_of(self, area: str) -> bool:
        """A prefix is a parent."""
        return any(area.startswith(own) for own in self.areas)

    def suits(self, area: str, regime: str, dispute_type: str) -> bool:
        takes_it = not self.specialties or dispute_type in self.specialties
        return self.is_of(area) and regime in self.regimes and takes_it


@dataclass(frozen=True)
class Roster:
    mediators: tuple[Mediator, ...] = ()

    def code_of(self, subject: str) -> str | None:
        """Whom a login belongs to; None: to nobody of the roster."""
        found = self._by_subject.get(subject)
        return found.code if found else None

    def get(self, code: str) -> Mediator | None:
        return self._by_code.get(code)

    @cached_property
    def _by_subject(self) -> Mapping[str, Mediator]:
        return {mediator.subject: mediator for mediator in self.mediators}

    @cached_property
    def _by_code(self) -> Mapping[str, Mediator]:
        return {mediator.code: mediator for mediator in self.mediators}
