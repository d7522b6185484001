"""The pages: whole, quick to ask for again, and with nothing from anywhere else."""

import hashlib
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from contracts.topics import PAYLOADS, TOPICS
from services.kit.serving.docs.pages import HERE

PAGES = ("/docs", "/docs/events", "/schemas/")
DOCUMENTS = ("/openapi.json", "/asyncapi.json", "/docs/static/style.css")
RAPIDOC = "affbd173a65e870e18f392cca963113bcdafb6e50e88cd2f6a834a65b22db94d"
LOADING = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("rapi-doc", "spec-url"),
}
each_page = pytest.mark.parametrize("path", PAGES)


class Seen(HTMLParser):
    """Of one page: what it loads, where its links lead, and which places it has."""

    def __init__(self, page: httpx.Response) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.places: set[str] = set()
        self.tags: list[tuple[str, set[str]]] = []
        self.feed(page.text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        self.tags.append((tag, set(given)))
        self.places |= {given["id"]} if "id" in given else set()
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [given[name] for name in given if (tag, name) in LOADING]


async def seen(http: httpx.AsyncClient, path: str) -> Seen:
    page = await http.get(path)
    assert page.status_code == 200
    return Seen(page)


@pytest.mark.parametrize("path", PAGES + DOCUMENTS)
async def test_everybody_may_read_it_and_is_told_when_it_is_the_same(http, path):
    first = await http.get(path)
    again = await http.get(path, headers={"If-None-Match": first.headers["etag"]})
    other = await http.get(path, headers={"If-None-Match": '"another"'})

    assert (first.status_code, again.status_code, other.status_code) == (200, 304, 200)
    assert again.content == b""
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["x-content-type-options"] == "nosniff"


@each_page
async def test_nothing_is_loaded_from_anywhere_else(http, path):
    loads = (await seen(http, path)).loads
    own = [load for load in loads if load != "data:,"]

    assert own
    assert [load for load in own if urlsplit(load).scheme or load.startswith("/")] == []
    for load in own:
        assert (await http.get(urljoin(path, load))).status_code == 200


@each_page
async def test_the_browser_is_told_to_load_nothing_from_anywhere_else(http, path):
    policy = (await http.get(path)).headers["content-security-policy"]
    said = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    sources = {source for rule in said.values() for source in rule.split()}

    assert said["default-src"] == "'none'"
    assert sources <= {"'none'", "'self'", "data:", "'unsafe-inline'"}
    assert "'unsafe-inline'" not in said.get("script-src", "")


@pytest.mark.parametrize("path", ["/docs/events", "/schemas/"])
async def test_no_program_runs_in_a_page_of_ours(http, path):
    page = await http.get(path)

    assert "script-src" not in page.headers["content-security-policy"]
    for tag, given in Seen(page).tags:
        assert tag not in {"script", "style", "iframe", "object"}
        assert not {name for name in given if name.startswith("on") or name == "style"}


async def test_the_style_sheet_loads_nothing(http):
    sheet = (await http.get("/docs/static/style.css")).text

    assert "url(" not in sheet
    assert "@import" not in sheet


@each_page
async def test_every_link_leads_somewhere(http, path):
    known: dict[str, Seen] = {}
    for link in (await seen(http, path)).links:
        address, _, place = urljoin(path, link).partition("#")
        if place and address not in known:
            known[address] = await seen(http, address)
        assert not place or place in known[address].places
        assert (await http.get(address)).status_code == 200


async def test_each_topic_and_each_event_has_its_place(http):
    page = await seen(http, "/docs/events")

    assert page.places >= {topic.name for topic in TOPICS} | set(PAYLOADS)


@pytest.mark.parametrize("type", sorted(PAYLOADS))
async def test_each_schema_is_the_one_that_is_locked(http, type):
    schema = await http.get(f"/schemas/{type}.json")

    assert schema.json()["title"] == type
    assert schema.headers["content-type"] == "application/schema+json"


@pytest.mark.parametrize(
    "path",
    ["/schemas/nothing.json", "/docs/static/nothing", "/docs/static/..%2Fpages.py"],
)
async def test_what_is_not_there_is_a_problem_like_any_other(http, path):
    answer = await http.get(path)

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


def test_what_is_not_ours_is_unchanged_and_has_its_licence():
    static = HERE / "static"
    program = (static / "rapidoc-min.js").read_bytes()

    assert hashlib.sha256(program).hexdigest() == RAPIDOC
    assert "MIT License" in (static / "rapidoc-LICENSE.txt").read_text()
