"""Takes away files that nobody has: what was begun and never became anybody's."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from services.kit.files.seams import Files, Loose
from services.kit.running.loops import again_and_again

LEFT_OVER = timedelta(hours=1)
"""Longer than a file may take to arrive: until then it is its sender's."""
EVERY = timedelta(minutes=10)
AT_A_TIME = 100

LookAfter = Callable[[Loose], Awaitable[None]]
"""Settles a file that its owner has, and removes any other."""


async def sweep(
    files: Files, look_after: LookAfter, since: timedelta = LEFT_OVER
) -> int:
    """Tells of how many it looked at."""
    looked = 0
    while left := await files.loose(since, AT_A_TIME):
        for each in left:
            await look_after(each)
        looked += len(left)
        if len(left) < AT_A_TIME:
            break
    return looked


async def sweep_forever(files: Files, look_after: LookAfter) -> None:
    await again_and_again("loose_files", partial(sweep, files, look_after), EVERY)
