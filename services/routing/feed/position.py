"""Where a reader of a feed is: which offset of each partition comes next."""

from dataclasses import dataclass

from services.kit.serving.paging import bad_cursor, read_cursor, write_cursor
from services.routing.store.feed import places_of

MARK = "feed"


@dataclass(frozen=True)
class Position:
    """`offsets` in the order of the department's places."""

    department: str
    offsets: tuple[int, ...]

    def past(self, place: int, offset: int) -> "Position":
        offsets = (*self.offsets[:place], offset + 1, *self.offsets[place + 1 :])
        return Position(self.department, offsets)

    @property
    def cursor(self) -> str:
        """Opaque to whoever keeps it; there is nothing secret in it."""
        return write_cursor((MARK, self.department, *self.offsets))


def position_of(cursor: str, department: str) -> Position:
    """Raises a 400 problem for anything but a cursor of this department's feed."""
    match read_cursor(cursor):
        case (str(mark), str(whose), *offsets) if (mark, whose) == (MARK, department):
            numbers = tuple(n for n in offsets if isinstance(n, int) and n >= 0)
            if len(numbers) == len(offsets) == len(places_of(department)):
                return Position(department, numbers)
    raise bad_cursor()
