"""Whose inbox somebody of the city's staff may read."""

from typing import Literal, get_args

from services.kit.serving.principal import Principal
from services.notification.domain.hooks.partners import partner_owner
from services.notification.inbox.box import office_inbox, supervisors_inbox

Office = Literal[
    "department", "department_admin", "dispatcher", "supervisor", "partner"
]
OFFICES: tuple[Office, ...] = get_args(Office)


def office_of(caller: Principal, office: Office) -> str | None:
    """The inbox of that office, if it is the caller's.

    A head reads what is for the head of the own department; who supervises for the
    city reads of every area, and so must be of the whole city.
    """
    if not caller.has(office):
        return None
    match office:
        case "department" | "department_admin":
            return office_inbox(caller.department) if caller.department else None
        case "dispatcher":
            return office_inbox("dispatcher")
        case "partner":
            code = caller.partner
            return office_inbox(partner_owner(code)) if code else None
        case "supervisor":
            if caller.department:
                return supervisors_inbox(caller.department)
            return supervisors_inbox() if caller.sees(None) else None
