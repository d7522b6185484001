"""What the feed and every task of a department share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from tongban_department.reading.wire import Wire
from tongban_department.settings import Manners
from tongban_department.speaking.bells import Bells
from tongban_department.speaking.files import CaseFiles
from tongban_department.speaking.keys import Keys
from tongban_department.speaking.replies import Replies
from tongban_department.store import Store


@dataclass(frozen=True)
class Desk:
    code: str
    wire: Wire
    keys: Keys
    store: Store
    manners: Manners
    now: Callable[[], datetime]
    bells: Bells = field(default_factory=Bells)

    @cached_property
    def files(self) -> CaseFiles:
        return CaseFiles(self.store.contents, self.keys, self.bells)

    @cached_property
    def replies(self) -> Replies:
        letters = self.store.letters
        return Replies(self.code, self.wire, letters, self.bells, self.now)
