"""Second processes of the services, on ports of their own."""

import re
from dataclasses import replace

import httpx

from deploy.local.parts import Part
from deploy.local.stack import Stack
from deploy.local.supervision import Program

PARTITIONS = re.compile(r"(\d+) partitions")
BESIDE = 5
"""Behind the ports of the first, and before those of another stack: a free port of the
kernel's could be a client's by the time that the process listens."""


def second(stack: Stack, service: str) -> Part:
    """Another member of the same consumer group; not started by this."""
    first = stack.part(service)
    port = str(stack.ports.of(service) + BESIDE)
    here = str(stack.ports.of(service))
    command = tuple(port if word == here else word for word in first.program.command)
    program = Program(
        f"{service}-second",
        command,
        stack.environment(service, member="1"),
        grace=first.program.grace,
    )
    url = f"http://127.0.0.1:{port}/readyz"
    return replace(first, program=program, ports=(), ready=lambda: _has_work(url))


def _has_work(url: str) -> bool:
    """Ready, and some of the partitions are its own."""
    try:
        told = httpx.get(url, timeout=3, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return False
    partitions = PARTITIONS.search(told["parts"]["kafka"].get("told", ""))
    return bool(told["ready"] and partitions and int(partitions[1]))
