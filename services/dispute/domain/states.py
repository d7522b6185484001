"""What a mediation may be, and what may be beside it once there is an agreement."""

from typing import Literal

State = Literal[
    "awaiting_task",
    "opened",
    "inviting",
    "selecting",
    "mediating",
    "agreed",
    "partly_agreed",
    "ended",
]
"""Its course, until the centre's task is answered."""

Performance = Literal["none", "performing", "performed", "breached"]
"""Of what was agreed."""

ConfirmationState = Literal[
    "none", "applied", "accepted", "not_accepted", "confirmed", "refused", "withdrawn"
]
"""By a court, beside the performance."""

OVER: frozenset[State] = frozenset({"agreed", "partly_agreed", "ended"})
