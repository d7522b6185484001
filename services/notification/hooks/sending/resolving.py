"""Names become addresses, and a name that hangs holds up nobody else."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
"""Every address of a host, as the system finds it; raises `OSError`."""

AT_ONCE = 64
"""Names that are looked up side by side; one name never takes two places."""


class Resolver:
    """Nothing is remembered: each connection asks anew."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "webhook-names")
        self._asked: dict[tuple[str, int], asyncio.Future[tuple[str, ...]]] = {}

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        """Whoever asks while the same name is being looked up waits with the others."""
        asked = self._asked.get((host, port))
        if asked is None:
            loop = asyncio.get_running_loop()
            asked = loop.run_in_executor(self._threads, _addresses, host, port)
            self._asked[host, port] = asked
            asked.add_done_callback(lambda done: self._forget((host, port), done))
        return await asyncio.shield(asked)

    def close(self) -> None:
        """Looks for nothing more; what hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _forget(
        self, name: tuple[str, int], done: asyncio.Future[tuple[str, ...]]
    ) -> None:
        """Where everybody has stopped waiting, nobody asks for its error."""
        del self._asked[name]
        if not done.cancelled():
            done.exception()


def _addresses(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
