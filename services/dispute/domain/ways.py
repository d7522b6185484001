"""Other ways to settle a quarrel: what each asks for, and until when it is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from services.kit.limits.limit import Source

OTHER = "other"


class Way(BaseModel):
    """`limitation`: until when it is open, in words; `law`: the article behind it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    name_en: str
    needs: tuple[str, ...]
    needs_en: tuple[str, ...]
    limitation: str
    limitation_en: str
    law: str = ""
    source: Source


@dataclass(frozen=True)
class Ways:
    by_code: Mapping[str, Way] = field(default_factory=dict)
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By type of dispute: which are shown, the best first."""

    def of(self, dispute_type: str) -> tuple[Way, ...]:
        codes = self.first.get(dispute_type) or self.first.get(OTHER, ())
        return tuple(self.by_code[code] for code in codes)
