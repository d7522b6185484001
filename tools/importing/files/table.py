"""Rows under names: what CSV and spreadsheets have in common."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

from tools.importing.files.row import UnreadableFile, Wrong

MOST_COLUMNS = 1_000
MORE = "_more"


def header(names: Sequence[str]) -> tuple[str, ...]:
    """Columns without a name are passed over. Raises `UnreadableFile`."""
    while names and not names[-1].strip():
        names = names[:-1]
    found = tuple(name.strip() for name in names)
    if not any(found):
        raise UnreadableFile("the first row has no names of columns: add them")
    if len(found) > MOST_COLUMNS:
        raise UnreadableFile(f"there are more than {MOST_COLUMNS} columns")
    counted = Counter(name for name in found if name)
    if twice := [name for name, times in counted.items() if times > 1]:
        raise UnreadableFile(f"two columns are called {twice[0]}: rename one of them")
    return found


def named(names: Sequence[str], cells: Sequence[str]) -> Mapping[str, str]:
    """Cells that a row leaves out at its end are empty; those over stand in `_more`."""
    rest = [""] * (len(names) - len(cells))
    pairs = zip(names, [*cells, *rest], strict=False)
    found = {name: cell for name, cell in pairs if name}
    if over := _over(names, cells):
        found[MORE] = json.dumps(over, ensure_ascii=False)
    return found


def too_many(names: Sequence[str], cells: Sequence[str]) -> Wrong | None:
    if not _over(names, cells):
        return None
    return Wrong(
        "row",
        "too_many_cells",
        f"has {len(cells)} cells where {len(names)} are named:"
        " is there a quote or comma too many?",
        f"有 {len(cells)} 个单元格,而表头只有 {len(names)} 个,请检查引号和分隔符",
    )


def _over(names: Sequence[str], cells: Sequence[str]) -> list[str]:
    over = list(cells[len(names) :])
    return over if any(cell.strip() for cell in over) else []
