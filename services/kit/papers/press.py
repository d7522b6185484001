"""Sets a paper on A4. Its words are data: nothing in them is ever read as markup."""

import asyncio
import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import segno
import typst

from services.kit.papers.printable import printable

FONT = "Noto Sans CJK SC"
FONT_PACKAGE = "noto_cjk_sans_otc"
CURE = f"the font {FONT} for printed papers is missing: `make setup` installs it"
AT_ONCE = 2


class Printed(Protocol):
    """A pydantic model: what its template reads as `paper`."""

    @property
    def issued_at(self) -> datetime: ...

    @property
    def link(self) -> str:
        """What the QR code holds."""

    def model_dump(self, *, mode: str = ...) -> dict[str, Any]: ...


def font_folder() -> Path:
    """Raises `RuntimeError` that names the cure."""
    try:
        return Path(str(files(FONT_PACKAGE)))
    except ModuleNotFoundError:
        raise RuntimeError(CURE) from None


def load_fonts(folder: Path) -> typst.Fonts:
    """Raises `RuntimeError` that names the cure when the font is not there."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[folder],
    )
    if FONT not in fonts.families():
        raise RuntimeError(CURE)
    return fonts


class Press:
    """A few papers at a time, beside the event loop; the others wait.

    A template may read what lies in its own folder, and nothing else.
    """

    def __init__(self, fonts: typst.Fonts, template: Path) -> None:
        self._fonts = fonts
        self._template = template
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def print(self, paper: Printed) -> bytes:
        async with self._turns:
            return await asyncio.to_thread(self.pdf, paper)

    def pdf(self, paper: Printed) -> bytes:
        """The same bytes for the same paper, until typst or the font is another."""
        moment = paper.issued_at.replace(microsecond=0)
        (pdf,) = self._set(paper, format="pdf", timestamp=moment)
        return pdf

    def pictures(self, paper: Printed) -> tuple[bytes, ...]:
        """Each page as a PNG, for a screen that shows no PDF."""
        return self._set(paper, format="png", ppi=110)

    def _set(self, paper: Printed, **how: Any) -> tuple[bytes, ...]:
        compiler = typst.Compiler(
            input=self._template, root=self._template.parent, font_paths=self._fonts
        )
        words = _printable(paper.model_dump(mode="json"))
        given = {"qr": _qr(paper.link), "link": paper.link, "font": FONT}
        data = json.dumps(words | given)
        made = compiler.compile(sys_inputs={"paper": data}, **how)
        return tuple(made) if isinstance(made, list) else (made or b"",)


def _qr(link: str) -> str:
    """As SVG without a size of its own."""
    code = segno.make_qr(link, error="m")
    return code.svg_inline(border=0, omitsize=True)


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_printable(each) for each in value]
    return value
