"""The repository's own Python files, parsed once, for the rules to look at."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = (
    "contracts",
    "sealing",
    "services",
    "sdk",
    "examples",
    "tools",
    "deploy",
    "tests",
)
PLUMBING = "kit"
FAIR_CLOCK = ("limit", "calendar", "clock", "words")
"""The modules of `services.kit.limits` that decide; `published` reads files."""


@dataclass(frozen=True)
class Source:
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """As people name it: `services/intake/domain/case.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def service(self) -> str | None:
        parts = self.place.split("/")
        return parts[1] if parts[0] == "services" and len(parts) > 2 else None

    @property
    def part(self) -> str:
        """Which part of a service: `domain` for domain.py and for domain/case.py."""
        return self.place.split("/")[2].removesuffix(".py") if self.service else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The same for a room of a service: the folders down to it, then its name."""
        return tuple(self.place.removesuffix(".py").split("/")[2:])

    @property
    def domain(self) -> str:
        """The package of decisions that it belongs to; empty: to none."""
        if not self.service or "domain" not in self.parts:
            return ""
        to_domain = self.parts[: self.parts.index("domain") + 1]
        return ".".join(("services", self.service, *to_domain))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of every module imported, wherever in the file."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.lineno, node.module

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file of the house, or of some of its top folders."""
    paths = sorted(
        path for folder in folders or HOUSE for path in (ROOT / folder).rglob("*.py")
    )
    return tuple(_read(path) for path in paths)


def service_names() -> list[str]:
    names = {source.service for source in sources("services")}
    return sorted(name for name in names if name and name != PLUMBING)


def domains() -> tuple[Source, ...]:
    return tuple(s for s in sources("services") if s.domain)


def deciding() -> tuple[Source, ...]:
    """The domains, and the fair clock that they share."""
    shared = {f"services/kit/limits/{name}.py" for name in FAIR_CLOCK}
    return domains() + tuple(s for s in sources("services") if s.place in shared)


def _read(path: Path) -> Source:
    text = path.read_text()
    return Source(path, text, ast.parse(text))
