"""The whole mapping, with one entry for each field that the window's form has."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, Field, create_model

from services.intake.receiving.form import CaseForm
from services.intake.receiving.rows import ImportName
from tools.importing.mapping.source import From, Part, Source, Zone, listed

Place = tuple[str, ...]
OPEN = "answers"
"""A form of its own inside the form: any name may be filled."""


def _parts_of(annotation: Any) -> type[BaseModel] | None:
    """The form inside a form, such as the applicant."""
    kinds = (annotation, *get_args(annotation))
    inside = (k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel))
    return next(inside, None)


def _sources_of(form: type[BaseModel]) -> type[Part]:
    fields: dict[str, Any] = {}
    for name, field in form.model_fields.items():
        inner = _parts_of(field.annotation)
        kind: Any = _sources_of(inner) if inner else From
        if name == OPEN:
            kind = dict[str, From]
        fields[name] = (kind, ...) if field.is_required() else (kind | None, None)
    return create_model(f"{form.__name__}Sources", __base__=Part, **fields)


FormSources: Any = _sources_of(CaseForm)


class Answered(Part):
    """Of what is over. A row without an answer is a case that lives."""

    answer: From
    answered_at: From


class Shape(Part):
    encoding: str | None = None
    delimiter: str = Field(default="", max_length=1)
    sheet: str | None = None


class Mapping(Part):
    name: ImportName = Field(alias="import")
    id: Annotated[tuple[str, ...], BeforeValidator(listed), Field(min_length=1)]
    file: Shape = Shape()
    time_zone: Zone = "Asia/Shanghai"
    html: Literal["keep", "strip"] = "keep"
    form: FormSources
    received_at: From | None = None
    history: Answered | None = None

    def sources(self) -> Iterator[tuple[Place, Source]]:
        """Each with its place, which is that of the field in a row as it is sent."""
        yield from _walked(("form",), self.form)
        if self.received_at:
            yield ("received_at",), self.received_at
        if self.history:
            yield ("history", "answer"), self.history.answer
            yield ("history", "answered_at"), self.history.answered_at

    @property
    def columns(self) -> Iterator[tuple[Place, str]]:
        """Every column that is named, and where."""
        yield from ((("id",), name) for name in self.id)
        for place, source in self.sources():
            yield from ((place, name) for name in source.of)


def _walked(place: Place, node: Any) -> Iterator[tuple[Place, Source]]:
    if isinstance(node, Source):
        yield place, node
    elif node is not None:
        for name, inner in dict(node).items():
            yield from _walked((*place, name), inner)
