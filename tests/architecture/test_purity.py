"""A decision is `(state, input, now) -> Change`: the same every time it is asked."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Source, deciding, sources

AWAITING = ast.Await | ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith
CLOCKS = {"now", "utcnow", "today", "utc_now", "monotonic", "time"}
OF_A_CLOCK = {"datetime", "date", "time"}
CHANCE = {"uuid1", "uuid4", "uuid7", "random", "randint", "choice", "token_hex"}
EFFECTS = {"open", "print", "input", "exec", "eval", "__import__"}
ENVIRONMENT = {"environ", "getenv", "environb", "putenv"}


def impurities(source: Source) -> Iterator[str]:
    for node in source.nodes:
        if isinstance(node, AWAITING):
            yield f"{source.place}:{node.lineno} awaits"
        elif isinstance(node, ast.Call) and _asks_the_world(node.func):
            yield f"{source.place}:{node.lineno} calls {ast.unparse(node.func)}"
        elif isinstance(node, ast.Global | ast.Nonlocal):
            yield f"{source.place}:{node.lineno} keeps a state outside"


def _asks_the_world(called: ast.expr) -> bool:
    if isinstance(called, ast.Name):
        return called.id in CHANCE | EFFECTS | {"utc_now"}
    if not isinstance(called, ast.Attribute):
        return False
    owner = ast.unparse(called.value).split(".")[-1]
    return called.attr in CHANCE or (called.attr in CLOCKS and owner in OF_A_CLOCK)


def test_no_decision_awaits_or_asks_clock_chance_or_world():
    assert [found for source in deciding() for found in impurities(source)] == []


@pytest.mark.parametrize(
    "code",
    [
        "async def f(): pass",
        "x = datetime.now(UTC)",
        "x = datetime.datetime.utcnow()",
        "x = date.today()",
        "x = uuid4()",
        "x = uuid.uuid4()",
        "x = random.choice([1])",
        "x = open('f')",
        "print(1)",
        "def f():\n    global x\n    x = 1",
    ],
)
def test_the_rule_sees_what_it_forbids(code, tmp_path):
    source = deciding()[0]

    assert list(impurities(Source(source.path, code, ast.parse(code))))


def test_the_environment_is_read_in_settings_only():
    strays = [
        f"{source.place}:{node.lineno}"
        for source in sources("contracts", "sealing", "services", "sdk")
        if source.path.name != "settings.py"
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT
    ]

    assert strays == []


def test_nothing_sleeps_where_a_condition_can_be_awaited():
    strays = [
        f"{source.place}:{node.lineno}"
        for source in sources("contracts", "sealing", "services", "sdk", "tests")
        for node in source.nodes
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "time.sleep"
    ]

    assert strays == []
