"""Java programs: fetched or built once by Maven, again only when they change."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from deploy.local.places import JARS, REPOSITORY, StackError

POMS = Path(__file__).parent
EXAMPLE = REPOSITORY / "examples" / "java-department"
GOAL = "dependency:copy-dependencies"
OLDEST_JAVA = 17
INSTALL = "apt-get install -y openjdk-17-jdk-headless maven"


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
    _maven(pom, GOAL, "-DincludeScope=runtime", f"-DoutputDirectory={folder}")
    marker.write_text(wanted)
    return folder


def example(say: Callable[[str], None]) -> Path:
    """The department written in Java, built; needs the network only the first time."""
    built = EXAMPLE / "target"
    marker = built / "built"
    sources = [path for path in EXAMPLE.glob("src/**/*") if path.is_file()]
    wanted = _digest([EXAMPLE / "pom.xml", *sorted(sources)])
    if not marker.exists() or marker.read_text() != wanted:
        say("building the example department with Maven (once)")
        shutil.rmtree(built, ignore_errors=True)
        _maven(EXAMPLE / "pom.xml", "package")
        marker.write_text(wanted)
    return built / "java-department.jar"


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


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _maven(pom: Path, *goal: str) -> None:
    program = shutil.which("mvn")
    if program is None:
        raise StackError(f"Maven is missing: {INSTALL}")
    command = [program, "-q", "-B", "-ntp", "-f", str(pom), *goal]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise StackError(f"Maven failed on {pom}:\n" + "\n".join(tail))
