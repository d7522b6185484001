"""Nothing happens at import: no client, no thread, no file, no global application."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT

IMPORT_EVERYTHING = """
import socket, sys, threading
from importlib import import_module
from pkgutil import walk_packages

def refuse(*args, **kwargs):
    raise AssertionError("the network was used at import")

socket.socket.connect = socket.getaddrinfo = refuse

import contracts, sealing, services, tongban_department

CLIENTS = {"motor", "pymongo", "aiokafka", "faust", "aiosmtplib", "httpx"}
STARTED = {"FastAPI", "BaseSettings"}

def lives(thing):
    kinds = type(thing).__mro__
    roots = {kind.__module__.split(".")[0] for kind in kinds}
    if isinstance(thing, type):
        return False
    is_client = hasattr(thing, "close") and roots & CLIENTS
    return is_client or {kind.__name__ for kind in kinds} & STARTED

found = []
for package in (contracts, sealing, services, tongban_department):
    for part in walk_packages(package.__path__, package.__name__ + "."):
        if part.name.endswith("__main__"):
            continue
        module = import_module(part.name)
        for name, thing in vars(module).items():
            if lives(thing):
                found.append(f"{part.name}.{name}")
assert not found, found
assert threading.active_count() == 1, threading.enumerate()
assert len(sys.modules) > 100
"""


def test_every_module_can_be_imported_and_does_nothing(tmp_path: Path):
    ran = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING],
        cwd=tmp_path,
        env={
            "PYTHONPATH": f"{ROOT}:{ROOT / 'sdk'}",
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
        }
        | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert list(tmp_path.iterdir()) == []
