"""What somebody can ask for by name: one version of it, whole."""

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.codes import Code
from services.intake.catalogue.city import Entry, Names
from services.intake.catalogue.forms import checker, names_in, title_at
from services.kit.limits.limit import Source

Kind = Literal["service", "request"]
Who = Literal["person", "organisation", "both"]
Shape = Literal["original", "copy", "electronic"]
Words = Annotated[str, StringConstraints(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    rule: str = ""
    """The article, or the city's rule, that says so."""


class Fee(_Part):
    amount_fen: int = Field(ge=1)


class Material(_Part):
    code: Words
    name: Words
    name_en: Words
    required: bool = True
    shape: Shape
    held_by: str | None = None
    """The office that has it already: it is asked, and not the resident."""

    @property
    def names(self) -> Names:
        return {"zh": self.name, "en": self.name_en}


class Item(Entry):
    """A `service` has all of it; a `request` is no more than a name for a subject."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    version: int = Field(1, ge=1)
    valid_from: date = date.min
    valid_until: date | None = None
    """The last day, and not the first one after."""
    kind: Kind
    category: str
    source: Source
    rule: str = ""
    """The article that grants what is asked for."""
    description: str = ""
    description_en: str = ""
    called: tuple[Words, ...] = ()
    """What else people call it; found by search only."""
    limit: str | None = None
    """A key of `limits.yaml`."""
    examined: bool = False
    """True: the window examines it first; False: it is accepted at once."""
    who: Who = "both"
    fee: Fee | None = None
    areas: tuple[str, ...] = ()
    """Where it is offered, each with all that is in it; none: in the whole city."""
    materials: tuple[Material, ...] = ()
    form: dict[str, Any] | None = None

    @property
    def descriptions(self) -> Names:
        return {"zh": self.description, "en": self.description_en}

    @cached_property
    def checker(self) -> Draft202012Validator | None:
        """What answers are held against; None: they are free."""
        return checker(self.form) if self.form else None

    @cached_property
    def field_names(self) -> frozenset[str]:
        """Of every field of the form, also inside of others."""
        return frozenset(names_in(self.form or {}))

    @cached_property
    def material_codes(self) -> frozenset[str]:
        return frozenset(material.code for material in self.materials)

    def title_of(self, pointer: str) -> Names | None:
        """What stands at a pointer into the case: a field of the form, or a paper."""
        papers = {f"/materials/{each.code}": each.names for each in self.materials}
        return papers.get(pointer) or title_at(self.form or {}, pointer)

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (
            self.valid_until is None or day <= self.valid_until
        )

    def offered_in(self, area: str) -> bool:
        return not self.areas or area.startswith(self.areas)
