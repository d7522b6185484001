"""Java programs: fetched once by Maven, never again while their pom stays the same."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from deploy.local.places import JARS, StackError

POMS = Path(__file__).parent
GOAL = "dependency:copy-dependencies"
OLDEST_JAVA = 17
INSTALL = "apt-get install -y openjdk-17-jre-headless maven"


def libraries(program: str, say: Callable[[str], None]) -> Path:
    """The folder with the jars of `kafka` or `zipkin`; needs the network only once."""
    pom = POMS / program / "pom.xml"
    folder = JARS / program / "libs"
    marker = JARS / program / "fetched"
    wanted = hashlib.sha256(pom.read_bytes()).hexdigest()
    if marker.exists() and marker.read_text() == wanted:
        return folder
    say(f"fetching {program} with Maven (once)")
    shutil.rmtree(folder, ignore_errors=True)
    _maven(pom, folder)
    marker.write_text(wanted)
    return folder


def java() -> str:
    """The program; `StackError` if it is missing or too old."""
    home = os.environ.get("JAVA_HOME", "")
    program = shutil.which(str(Path(home) / "bin" / "java")) or shutil.which("java")
    if program is None:
        raise StackError(f"Java is missing: {INSTALL}")
    answer = subprocess.run(
        [program, "-version"], capture_output=True, text=True, check=False
    )
    version = re.search(r'version "(\d+)', answer.stderr)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise StackError(f"Java {OLDEST_JAVA} or newer is needed: {INSTALL}")
    return program


def _maven(pom: Path, folder: Path) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise StackError(f"Maven is missing: {INSTALL}")
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    command = [program, "-q", "-B", "-ntp", "-f", str(pom), GOAL, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise StackError("Maven could not fetch the jars:\n" + "\n".join(tail))
