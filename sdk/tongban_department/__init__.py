"""A department's program on Tongban: its tasks in, its answers out.

`Department` is the way in, `Program` a table of handlers over it; the guide of the
city's departments has the whole story, and `tongban_department.harness` tests a program
without Kafka.
"""

from tongban_department.department import Department
from tongban_department.errors import (
    CannotGoOn,
    KeyNotHeld,
    LoginRefused,
    NoContentYet,
    NotKnownYet,
    Rejected,
    StoreInUse,
    TaskOver,
)
from tongban_department.program import Program
from tongban_department.reading.delivery import Delivery
from tongban_department.reading.feed import Feed
from tongban_department.reading.wire import Start
from tongban_department.settings import Login, Manners
from tongban_department.speaking.keys import Keys
from tongban_department.speaking.task import Task
from tongban_department.store import Store

__all__ = [
    "CannotGoOn",
    "Delivery",
    "Department",
    "Feed",
    "KeyNotHeld",
    "Keys",
    "Login",
    "LoginRefused",
    "Manners",
    "NoContentYet",
    "NotKnownYet",
    "Program",
    "Rejected",
    "Start",
    "Store",
    "StoreInUse",
    "Task",
    "TaskOver",
]
