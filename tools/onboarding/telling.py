"""What the operator reads of departments, on the screen."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from rich.table import Table

from deploy.local.belongings import Belongings
from tools.onboarding.duties import Duties
from tools.onboarding.handover import topics_of
from tools.onboarding.standing import Standing

LONG_AGO = timedelta(days=300)


def listed(standings: Iterable[Standing], now: datetime) -> Table:
    """At 80 columns too: what is long is folded, and nothing is cut."""
    table = Table(box=None, pad_edge=False)
    table.add_column("code", no_wrap=True)
    table.add_column("name, kind, area", overflow="fold")
    table.add_column("last reply", no_wrap=True)
    table.add_column("changing")
    table.add_column("topics", no_wrap=True)
    table.add_column("key", no_wrap=True)
    for one in standings:
        table.add_row(*_row(one, now))
    return table


def shown(one: Standing, duties: Duties) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    there, wanted = one.topics
    marks = {one.key_in_force: " (in force)"}
    keys = [key + marks.get(key, "") for key in one.keys]
    lines = {
        **one.row,
        "topics": f"{there} of {wanted}",
        "logins": ", ".join(one.logins) or "those of a service",
        "keys": ", ".join(keys) or "those of a service",
        "key since": one.key_since or "none",
        "last reply": one.last_reply or "none",
        "open tasks": " ".join((str(duties.tasks), *duties.cases)),
    }
    for name, value in lines.items():
        table.add_row(name, str(value))
    return table


def add_readers(table: Table, behind: Mapping[str, Mapping[str, int]]) -> None:
    for group, left in behind.items():
        for topic, count in left.items():
            table.add_row(f"group {group}", f"{topic}: {count} not read yet")


def add_acts(table: Table, acts: Iterable[Mapping[str, Any]]) -> None:
    for act in acts:
        words = f"{act['act']} by {act['by']}"
        reason = f": {act['reason']}" if act["reason"] else ""
        table.add_row(f"{act['at']:%Y-%m-%d %H:%M:%S}", words + reason)


def handed_over(mine: Belongings) -> Iterator[str]:
    yield f"Hand over to {mine.code}, so that nobody else can read it. 请安全移交:"
    yield f"  {mine.parcel}"
    yield f"  its login ({mine.logins[0]}), its private key, intake's public key,"
    yield "  schemas and examples, the guide, README.zh.md, README.en.md"
    yield f"  topics: {', '.join(topic.name for topic in topics_of(mine.code))}"


def then_finish(code: str, what: str) -> Iterator[str]:
    again = f"./tongban department rotate {code} --{what} --finish"
    yield f"When {code} says that it uses what is new (对方确认已启用后): {again}"


def restarted(what: str, order: str) -> Iterator[str]:
    yield f"The services {what} when restarted, in this order (依次重启): {order}"
    yield f"  for name in {order.replace(',', '')}; do make restart NAME=$name; done"


def _row(one: Standing, now: datetime) -> tuple[str, ...]:
    there, wanted = one.topics
    row = one.row
    what = " ".join(filter(None, (row["kind"], str(row.get("area") or ""))))
    return (
        one.code,
        f"{row['name']}\n{what}",
        _moment(one.last_reply, now) if one.last_reply else "none",
        ", ".join(one.waits),
        f"{there}/{wanted}",
        f"{(now - one.key_since).days} d" if one.key_since else "none",
    )


def _moment(at: datetime, now: datetime) -> str:
    """The year instead of the time where it could be taken for another."""
    return f"{at:%m-%d %H:%M}" if now - at < LONG_AGO else f"{at:%Y-%m-%d}"
