"""Where somebody may be harmed, so that help waits for nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError

from services.intake.weighing.words import Signs, found, plain
from services.kit.running.city_data import from_yaml


class _Concern(BaseModel):
    reason: str
    words: tuple[str, ...]
    report: str | None = None


class _Warnings(BaseModel):
    concerns: tuple[_Concern, ...] = ()


@dataclass(frozen=True)
class Harm:
    """Warning reasons that the law wants told."""

    signs: tuple[Signs, ...]
    """Words by reason."""
    categories: Mapping[str, str]
    """To the reason that a matter of this kind gives."""

    def told(self, category: str, *texts: str) -> tuple[str, ...]:
        """Each once, in the order of `warnings.yaml`."""
        named = {*found(self.signs, plain(*texts)), self.categories.get(category)}
        return tuple(sign.means for sign in self.signs if sign.means in named)


def load_harm(city: Path, categories: Mapping[str, str | None]) -> Harm:
    """Raises `RuntimeError` that names the file and the entry."""
    path = city / "warnings.yaml"
    try:
        file = _Warnings.model_validate(from_yaml(path.read_text()))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    signs = tuple(
        Signs(row.reason, tuple(map(plain, row.words)))
        for row in file.concerns
        if row.report
    )
    reported = {sign.means for sign in signs}
    named = {code: reason for code, reason in categories.items() if reason}
    for code, reason in named.items():
        if reason not in reported:
            raise RuntimeError(f"{path}: concerns: no reported {reason} ({code})")
    return Harm(signs, named)
