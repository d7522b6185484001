"""Who may import whom."""

import logging
import sys
from collections.abc import Iterator

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import (
    FAIR_CLOCK,
    HOUSE,
    ROOT,
    Source,
    deciding,
    sources,
)

ONLY_IN = {
    "motor": {"store"},
    "pymongo": {"store"},
    "bson": {"store"},
    "gridfs": {"store"},
    "fastapi": {"api", "app"},
    "starlette": {"api", "app"},
    "faust": set(),
    "mode": set(),
    "aiokafka": set(),
}
"""Which parts of a service, or of a room in it, may import what is the kit's alone."""

PURE = {"pydantic", "contracts", "stdnum"}
PURE_KIT = {"services.kit.errors", "services.kit.writing.change"} | {
    f"services.kit.limits.{name}" for name in FAIR_CLOCK
}
IMPURE_STANDARD = {
    "asyncio",
    "http",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "threading",
    "time",
    "urllib",
}


@pytest.fixture
def loggers_as_they_are():
    """import-linter configures logging anew, which silences what was there."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    silent = [logger.disabled for logger in loggers]
    yield
    for logger, disabled in zip(loggers, silent, strict=True):
        logger.disabled = disabled


@pytest.mark.usefixtures("loggers_as_they_are")
def test_the_layers_hold(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    kept = lint_imports(config_filename=".importlinter", no_cache=True)

    assert kept == 0, capsys.readouterr().out


def test_contracts_import_pydantic_and_nothing_else():
    allowed = {"contracts", "pydantic", "pydantic_core"} | set(sys.stdlib_module_names)

    assert list(_imports_outside(sources("contracts"), allowed)) == []


def test_a_library_of_the_infrastructure_stays_where_it_belongs():
    strays = [
        f"{source.place}:{line} imports {name}"
        for source in sources("services")
        for line, name in source.imports()
        if source.service not in {None, "kit"}
        and not set(source.parts) & ONLY_IN.get(name.split(".")[0], {source.part})
    ]

    assert strays == []


def test_what_decides_imports_only_what_is_pure():
    strays = [
        f"{source.place}:{line} imports {name}"
        for source in deciding()
        for line, name in source.imports()
        if not _is_pure(name, source.domain or "services.kit.domain")
    ]

    assert strays == []


@pytest.mark.parametrize("name", ["tests", "hypothesis", "pytest", "time_machine"])
def test_nothing_that_runs_needs_the_tests(name):
    running = sources(*(folder for folder in HOUSE if folder != "tests"))
    strays = [
        f"{source.place}:{line}"
        for source in running
        for line, imported in source.imports()
        if imported.split(".")[0] == name
    ]

    assert strays == []


def _is_pure(name: str, home: str) -> bool:
    root = name.partition(".")[0]
    if root == "services":
        return name in PURE_KIT or name.startswith(home)
    return root in PURE or root in set(sys.stdlib_module_names) - IMPURE_STANDARD


def _imports_outside(files: tuple[Source, ...], allowed: set[str]) -> Iterator[str]:
    for source in files:
        for line, name in source.imports():
            if name.split(".")[0] not in allowed:
                yield f"{source.place}:{line} imports {name}"
