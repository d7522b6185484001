"""Where a push may go is decided by the address it is about to connect to.

A name is looked up once, what it came to is judged, and that very address is connected
to: a name that leads elsewhere a moment later changes nothing. TLS still asks for the
certificate of the name.
"""

from collections.abc import Iterable
from typing import Any

import httpcore

from services.notification.domain.hooks.addresses import is_trusted, may_reach
from services.notification.domain.hooks.schedule import HookRules
from services.notification.hooks.sending.resolving import Resolve


class Forbidden(httpcore.ConnectError):
    """It leads to where the city sends nothing."""


class Guarded(httpcore.AsyncNetworkBackend):
    """Connects to what the rules allow; `plainly`: for connections without TLS."""

    def __init__(
        self,
        rules: HookRules,
        resolve: Resolve,
        wire: httpcore.AsyncNetworkBackend,
        *,
        plainly: bool,
    ) -> None:
        self._rules = rules
        self._resolve = resolve
        self._wire = wire
        self._plainly = plainly

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The first address that answers, of those that are allowed."""
        try:
            found = await self._resolve(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("no such name") from error
        failure: httpcore.ConnectError = Forbidden("an address that is not allowed")
        for address in found:
            if self._allows(address, port):
                try:
                    return await self._wire.connect_tcp(
                        address, port, timeout, local_address, socket_options
                    )
                except httpcore.ConnectError as error:
                    failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise Forbidden("no socket of this machine")

    async def sleep(self, seconds: float) -> None:
        await self._wire.sleep(seconds)

    def _allows(self, address: str, port: int) -> bool:
        """Plain http and other ports: only inside the city's own networks."""
        if is_trusted(address, self._rules.trusted):
            return True
        is_usual = port in self._rules.ports and not self._plainly
        return is_usual and may_reach(address, ())
