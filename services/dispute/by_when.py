"""By when a party has to do something, or hears of the others: at most one of each."""

from datetime import datetime

from services.dispute.domain.mediation import Mediation, Party

Days = dict[str, datetime | None]


def by_when(mediation: Mediation, party: Party, now: datetime) -> Days:
    """What is not asked of it, or not any more, has no day."""
    choosing = mediation.state in ("inviting", "selecting")
    return {
        "answer_by": party.silent_at if mediation.state == "inviting" else None,
        "choose_by": mediation.choose_by if choosing else None,
        "meets_at": _next_sitting(mediation, party, now),
        **_of_agreement(mediation, party, now),
    }


def _next_sitting(mediation: Mediation, party: Party, now: datetime) -> datetime | None:
    if mediation.state != "mediating":
        return None
    mine = (s for s in mediation.sitting.sessions if party.party_id in s.parties)
    to_come = (s.at for s in mine if s.at > now and not (s.held_at or s.cancelled_at))
    return min(to_come, default=None)


def _of_agreement(mediation: Mediation, party: Party, now: datetime) -> Days:
    made = mediation.agreement
    if made is None or party.party_id not in made.parties:
        return {"seal_by": None, "ask_court_by": None}
    unsealed = mediation.awaits_seal and not made.effective
    by = made.confirm_by
    open_still = mediation.confirmation.state == "none" and by and now <= by
    return {
        "seal_by": made.seal_by if unsealed else None,
        "ask_court_by": by if open_still else None,
    }
