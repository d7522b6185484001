"""Two small machines beside a mediation that was agreed: its duties, and a court."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from services.dispute.domain.states import ConfirmationState, Performance

S = TypeVar("S", bound=str)
Who = Literal["party", "mediator", "body"]


@dataclass(frozen=True)
class Step(Generic[S]):
    """`law`: the article behind it."""

    action: str
    by: tuple[Who, ...]
    of: S
    to: S
    law: str = ""


PERFORMANCE: tuple[Step[Performance], ...] = (
    Step("seal", ("body",), "none", "performing", "人民调解法 29"),
    Step("agree", ("mediator",), "none", "performed", "人民调解法 30"),
    Step("perform", ("party", "mediator"), "performing", "performing", "人民调解法 31"),
    Step("perform", ("party", "mediator"), "performing", "performed", "人民调解法 31"),
    Step("breach", ("party", "mediator"), "performing", "breached", "人民调解法 32"),
    Step("breach", ("party", "mediator"), "breached", "breached", "人民调解法 32"),
    Step("perform", ("party", "mediator"), "breached", "breached", "人民调解法 31"),
    Step("perform", ("party", "mediator"), "breached", "performed", "人民调解法 31"),
)

CONFIRMATION: tuple[Step[ConfirmationState], ...] = (
    Step("join", ("party",), "none", "none", "民诉法 205"),
    Step("apply", ("party",), "none", "applied", "民诉法 205"),
    Step("accept", ("body",), "applied", "accepted", "民诉法解释 355"),
    Step("not_accept", ("body",), "applied", "not_accepted", "民诉法解释 355"),
    Step("withdraw", ("body",), "applied", "withdrawn", "民诉法解释 357"),
    Step("confirm", ("body",), "accepted", "confirmed", "民诉法 206"),
    Step("refuse", ("body",), "accepted", "refused", "民诉法 206"),
    Step("withdraw", ("body",), "accepted", "withdrawn", "民诉法解释 357"),
)


def leads(table: tuple[Step[S], ...], of: S, to: S) -> bool:
    return any((step.of, step.to) == (of, to) for step in table)


def drawn(table: tuple[Step[S], ...]) -> Iterator[str]:
    """Lines of a Mermaid state diagram."""
    yield "stateDiagram-v2"
    yield f"    [*] --> {table[0].of}"
    yield from (f"    {step.of} --> {step.to}: {step.action}" for step in table)
    after = {step.of for step in table}
    ends = dict.fromkeys(step.to for step in table if step.to not in after)
    yield from (f"    {state} --> [*]" for state in ends)
