"""All that a platform has of a department: on the broker, in files, in the city."""

import stat
from typing import Any

from contracts.topics import all_topics
from deploy.local.kafka.bootstrap import ANYTHING, admin_client
from deploy.local.stack import Stack


def on_kafka(stack: Stack, code: str) -> dict[str, Any]:
    """All that the broker has of a department."""
    admin = admin_client(stack.identities)
    users = admin.describe_user_scram_credentials().result(20)
    rights = admin.describe_acls(ANYTHING).result(20)
    mine = f"User:{code}"
    return {
        "users": sorted(name for name in users if name.split(".")[0] == code),
        "topics": sorted(t for t in admin.list_topics().topics if f".{code}." in t),
        "rights": {r for r in rights if r.principal == mine or f".{code}." in r.name},
    }


def files_of(stack: Stack, code: str) -> dict[str, tuple[int, int]]:
    """Every file that names it: when it was written, and who may read it."""
    root = stack.places.root
    found = [path for path in root.rglob(f"*{code}*") if path.is_file()]
    return {
        path.relative_to(root).as_posix(): (
            path.stat().st_mtime_ns,
            stat.S_IMODE(path.stat().st_mode),
        )
        for path in found
    }


def entries(stack: Stack, code: str) -> int:
    return (stack.city / "city.yaml").read_text().count(f'code: "{code}"')


def topics_of(code: str) -> list[str]:
    return sorted(t.name for t in all_topics([code]) if f".{code}." in t.name)
