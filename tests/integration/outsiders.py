"""The example department in Java, as a process that can be killed."""

import asyncio
from asyncio.subprocess import Process
from pathlib import Path

from deploy.local.jars import java
from deploy.local.places import REPOSITORY
from deploy.local.stack import Stack

PATIENCE = 120.0
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for seconds: not worth the second compiler."""
SCHEMAS = REPOSITORY / "contracts" / "schemas"


class JavaDepartment:
    """Its journal outlives the process; `lines`: what it has said so far, in order."""

    def __init__(self, jar: Path, stack: Stack, code: str, folder: Path) -> None:
        given, journal = stack.places.root, folder / "journal"
        self._command = (java(), *QUICK, "-jar", jar, code, given, SCHEMAS, journal)
        self._log = folder / "said"
        self._process: Process | None = None

    async def start(self) -> None:
        with self._log.open("ab") as log:
            command = map(str, self._command)
            self._process = await asyncio.create_subprocess_exec(
                *command, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """kill -9."""
        assert self._process
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """As a supervisor does; what it ended with."""
        assert self._process
        if self._process.returncode is None:
            self._process.terminate()
        return await self._process.wait()

    @property
    def lines(self) -> list[str]:
        return self._log.read_text().splitlines()

    def times(self, words: str) -> int:
        return sum(words in line for line in self.lines)

    async def says(self, words: str) -> None:
        """Waits for them; `TimeoutError` shows what it said instead."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.times(words):
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise TimeoutError("\n".join([f"no {words!r} in:", *self.lines])) from None
