"""What the figures are made of, built from routing's own topic."""

from dataclasses import dataclass

from contracts.routing import (
    CaseConcluded,
    ExclusionDecided,
    FirstContactMissed,
    FollowUpRecorded,
    HandlingPlanned,
    ReturnDecided,
    TaskAssigned,
    TaskOverdue,
    TaskReturned,
)
from services.kit.reading.arrival import Arrival, Handlers
from services.routing.store.returns import Returns
from services.routing.store.rounds import Rounds, Row


@dataclass(frozen=True)
class Figures:
    """Where the figures are kept."""

    rounds: Rounds
    returns: Returns


def figure_handlers(figures: Figures) -> Handlers:
    """Each may come again: no fact is counted twice."""
    return {
        **_of_rounds(figures.rounds),
        **_of_tasks(figures.rounds),
        **_of_returns(figures),
    }


def _of_rounds(rounds: Rounds) -> Handlers:
    async def planned(arrival: Arrival[HandlingPlanned]) -> None:
        fact, event = arrival.fact, arrival.event
        row = {"rule": fact.rule, "planned_at": event.time}
        await rounds.plan(fact.case_id, event.sequence, row)

    async def assigned(arrival: Arrival[TaskAssigned]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        if fact.role == "lead":
            row = fact.model_dump(include={"task_id", "department", "area"})
            await rounds.lead(fact.case_id, fact.round, sequence, row)

    async def concluded(arrival: Arrival[CaseConcluded]) -> None:
        fact, event = arrival.fact, arrival.event
        row: Row = {"outcome": fact.outcome}
        if fact.merged_into is None:
            row = {**row, "concluded": 1, "concluded_at": event.time}
        await rounds.of_round(fact.case_id, fact.round, event.sequence, row)

    async def followed_up(arrival: Arrival[FollowUpRecorded]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        await rounds.of_round(fact.case_id, fact.round, sequence, answers(fact))

    return {
        HandlingPlanned: planned,
        TaskAssigned: assigned,
        CaseConcluded: concluded,
        FollowUpRecorded: followed_up,
    }


def _of_tasks(rounds: Rounds) -> Handlers:
    async def missed(arrival: Arrival[FirstContactMissed]) -> None:
        case_id, sequence = arrival.fact.case_id, arrival.event.sequence
        await rounds.under_way(case_id, sequence, {"contact_missed": 1})

    async def overdue(arrival: Arrival[TaskOverdue]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        await rounds.of_lead(fact.case_id, fact.task_id, sequence, {"late": 1})

    async def excluded(arrival: Arrival[ExclusionDecided]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        row = {"excluded": int(fact.decision == "granted")}
        await rounds.of_lead(fact.case_id, fact.task_id, sequence, row)

    return {
        FirstContactMissed: missed,
        TaskOverdue: overdue,
        ExclusionDecided: excluded,
    }


def _of_returns(figures: Figures) -> Handlers:
    async def returned(arrival: Arrival[TaskReturned]) -> None:
        fact, event = arrival.fact, arrival.event
        row = fact.model_dump(include={"case_id", "department", "rule"}) | {
            "area": await figures.rounds.area_of(fact.case_id),
            "returned_at": event.time,
        }
        await figures.returns.add(fact.task_id, event.sequence, row)

    async def decided(arrival: Arrival[ReturnDecided]) -> None:
        fact, sequence = arrival.fact, arrival.event.sequence
        await figures.returns.decide(fact.task_id, sequence, fact.decision)

    return {TaskReturned: returned, ReturnDecided: decided}


def answers(fact: FollowUpRecorded) -> Row:
    """A question without an answer is in no number."""
    asked = {
        "contacted": fact.contacted,
        "resolved": fact.resolved,
        "satisfied": fact.satisfied,
    }
    return {
        name: number
        for question, answer in asked.items()
        if answer is not None
        for name, number in (
            (f"asked_{question}", 1),
            (question, int(answer)),
        )
    }
