"""`python -m deploy.wheels FOLDER`: what departments install, built without a network.

A wheel takes its packages from where they lie in the house, so each is laid out once
more, with its `pyproject.toml` beside it, and built there.
"""

import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.places import REPOSITORY

WHEELS: Mapping[str, tuple[str, ...]] = {
    "contracts/pyproject.toml": ("contracts",),
    "sdk/pyproject.toml": ("sdk/tongban_department", "sealing"),
}
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")


def build(into: Path) -> list[Path]:
    """The wheels, contracts first. Raises `RuntimeError` with what the builder said."""
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob("tongban_*.whl"):
        old.unlink()
    for project, packages in WHEELS.items():
        with TemporaryDirectory() as folder:
            _lay_out(Path(folder), project, packages)
            _build(Path(folder), into)
    return sorted(into.glob("tongban_*.whl"))


def _lay_out(folder: Path, project: str, packages: Sequence[str]) -> None:
    shutil.copy(REPOSITORY / project, folder)
    for package in packages:
        source = REPOSITORY / package
        shutil.copytree(source, folder / source.name, ignore=LEFT_OUT)


def _build(folder: Path, into: Path) -> None:
    """uv has this backend in itself: nothing is fetched."""
    command = [sys.executable, "-m", "uv", "build", "--wheel", "--offline", "--quiet"]
    ran = subprocess.run(
        [*command, "--out-dir", str(into), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"a wheel cannot be built: {ran.stderr.strip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """0: built, one path a line; 1: what the builder said is on stderr."""
    asked = _parser().parse_args(arguments)
    try:
        wheels = build(asked.folder)
    except RuntimeError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.writelines(f"{wheel}\n" for wheel in wheels)
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="python -m deploy.wheels",
        description="Builds what departments install: contracts and the SDK.",
    )
    meaning = "where the wheels go; older ones there are replaced (dist)"
    parser.add_argument("folder", nargs="?", type=Path, default="dist", help=meaning)
    return parser


if __name__ == "__main__":
    sys.exit(main())
