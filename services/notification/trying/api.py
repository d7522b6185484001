"""HTTP: which texts there are, how they look, and a test to oneself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from contracts.codes import Code
from contracts.sealed import For, Sealed
from services.kit.serving.principal import Principal, needs
from services.notification.masking import masked_email
from services.notification.texts.forms import Form
from services.notification.texts.templates import LANGUAGES
from services.notification.trying.previews import Previews
from services.notification.trying.trials import Trials

router = APIRouter(prefix="/v1")
Language = Literal["zh", "en"]


@dataclass(frozen=True)
class TrialDesk:
    previews: Previews
    trials: Trials


class ToldOf(BaseModel):
    """One line of `subscriptions.yaml`."""

    event: str
    when: Mapping[str, bool | int | str]
    audience: str
    channels: tuple[str, ...]
    urgency: str
    legal: bool
    source: str


class TemplateView(BaseModel):
    """`versions`: by language, the clerk's own count and a mark of what it says."""

    template: str
    versions: dict[str, str]
    forms: tuple[Form, ...]
    told: tuple[ToldOf, ...]


class PreviewIn(BaseModel):
    """`event`: a document as it travels; without it, the contracts' own example."""

    language: Language = "zh"
    form: Form = "letter"
    event: dict[str, Any] | None = None


class TrialIn(PreviewIn):
    contact: Annotated[Sealed, For("notification")] = Field(
        description="A `Person` with an e-mail address of your own office, sealed."
    )


class PreviewView(BaseModel):
    template: str
    version: str
    language: Language
    form: Form
    event: str
    audience: str
    subject: str
    body: str


class TrialView(BaseModel):
    """`to` is masked."""

    test_id: str
    to: str | None
    version: str


def desk_of(request: Request) -> TrialDesk:
    desk: TrialDesk = request.app.state.trial_desk
    return desk


AtDesk = Annotated[TrialDesk, Depends(desk_of)]
Reader = Annotated[Principal, Depends(needs("operator", "clerk"))]
Operator = Annotated[Principal, Depends(needs("operator"))]


@router.get("/templates")
async def list_templates(desk: AtDesk, caller: Reader) -> list[TemplateView]:
    """Every text of the city: its versions and forms, and of what it tells whom."""
    names = desk.previews.texts.templates.names
    return [_view(desk.previews, name) for name in names]


@router.post("/templates/{template}/preview")
async def preview_template(
    template: Code, body: PreviewIn, desk: AtDesk, caller: Reader
) -> PreviewView:
    """The text as it would be told of an example; nothing is sent or kept."""
    made = desk.previews.preview(template, body.language, body.form, body.event)
    return PreviewView.model_validate(asdict(made))


@router.post("/templates/{template}/test")
async def send_test(
    template: Code, body: TrialIn, desk: AtDesk, caller: Operator
) -> TrialView:
    """The text of an example by e-mail to an office of the city, marked as a test."""
    made = desk.previews.preview(template, body.language, body.form, body.event)
    test_id = f"test-{uuid4()}"
    to = await desk.trials.send(body.contact, made, caller.subject, test_id)
    return TrialView(test_id=test_id, to=masked_email(to), version=made.version)


def _view(previews: Previews, name: str) -> TemplateView:
    texts = {lang: previews.texts.templates.text(name, lang) for lang in LANGUAGES}
    told = [row.model_dump() for row in previews.rows(name)]
    return TemplateView(
        template=name,
        versions={language: text.version for language, text in texts.items()},
        forms=texts[LANGUAGES[0]].forms,
        told=tuple(ToldOf.model_validate(row) for row in told),
    )
