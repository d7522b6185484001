"""The pages, made of the documents when somebody first asks for them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

import contracts
from services.kit.serving.docs.catalogue import Catalogue
from services.kit.serving.docs.graph import graph
from services.kit.serving.docs.kept import INTERACTIVE, Kept

HERE = Path(__file__).parent
CONTRACTS = Path(contracts.__file__).parent
HTML, JSON = "text/html; charset=utf-8", "application/json"
SCHEMA = "application/schema+json"
MEDIA = {".css": "text/css", ".js": "text/javascript", ".txt": "text/plain"}


@cache
def events_page(service: str) -> Kept:
    catalogue = Catalogue(json.loads(asyncapi().body))
    drawn = graph(catalogue.topics)
    return _page("events.html", service=service, catalogue=catalogue, graph=drawn)


@cache
def http_page(service: str) -> Kept:
    page = _page("http.html", service=service)
    return Kept(page.body, page.media_type, INTERACTIVE)


@cache
def schemas_page(service: str) -> Kept:
    catalogue = Catalogue(json.loads(asyncapi().body))
    return _page("schemas.html", service=service, catalogue=catalogue)


@cache
def asyncapi() -> Kept:
    return Kept((CONTRACTS / "asyncapi.json").read_bytes(), JSON)


@cache
def schemas() -> dict[str, Kept]:
    """By file name."""
    paths = (CONTRACTS / "schemas").glob("*.json")
    return {path.name: Kept(path.read_bytes(), SCHEMA) for path in paths}


@cache
def static() -> dict[str, Kept]:
    """By file name."""
    paths = (HERE / "static").iterdir()
    return {p.name: Kept(p.read_bytes(), MEDIA[p.suffix]) for p in paths}


@cache
def _templates() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"prose": prose, "words": words}
    return made


def _page(name: str, **told: Any) -> Kept:
    return Kept(_templates().get_template(name).render(told).encode(), HTML)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def prose(text: str) -> Markup:
    """Paragraphs, lists and tables."""
    return Markup(_markdown().render(text))


def words(text: str) -> Markup:
    """Within a line."""
    return Markup(_markdown().renderInline(text))
