"""What stays the same while the process lives: read once, told apart by its tag."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from fastapi import Request, Response

NOTHING_ELSE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PLAIN = f"default-src 'none'; style-src 'self'; img-src data:; {NOTHING_ELSE}"
"""For pages of ours: no program runs in them."""
INTERACTIVE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    f" img-src 'self' data:; connect-src 'self'; {NOTHING_ELSE}"
)
"""For the page from which a person may try a request, at this service only."""


@dataclass(frozen=True)
class Kept:
    """An answer, whole. A reader that has it is told so in a few bytes."""

    body: bytes
    media_type: str
    policy: str = PLAIN

    def answer(self, request: Request) -> Response:
        headers = {
            "ETag": self.tag,
            "Cache-Control": "no-cache",
            "Content-Security-Policy": self.policy,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(self.body, headers=headers, media_type=self.media_type)

    @cached_property
    def tag(self) -> str:
        return f'"{sha256(self.body).hexdigest()[:16]}"'
