"""Asks the decision tables about a case, and keeps why."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import zen

from contracts.intake import CaseAccepted
from services.routing.city import City
from services.routing.domain.norms import Ruling
from services.routing.rules.table import BY_ITEM, CODE, STREET, Words, faults

ASKED = {"kind", "request_type", "item", "category", "area", "channel", "urgency"}


class Rulebook:
    """One version of the rules; the same case always gets the same ruling."""

    def __init__(self, path: Path, city: City) -> None:
        """Raises `RuntimeError` that names the file and every table, row and column."""
        text = path.read_text()
        graph = _graph(path, text)
        words = Words(city.norms.departments, frozenset(city.limits))
        wrong = _faults(path, graph, words)
        if wrong:
            raise RuntimeError(f"{path}: " + "; ".join(wrong))
        self.version = f"{graph['version']}-{_digest(text)}"
        self._city = city
        self._decision = zen.ZenEngine().create_decision(text)

    def ruling(self, case: CaseAccepted) -> Ruling:
        """No lead: no rule knows the case, or what it names is not in this city."""
        answer = self._decision.evaluate(
            case.model_dump(include=ASKED), {"trace": True}
        )
        result = answer["result"]
        lead = self._department(result.get("lead"), case)
        if lead is None:
            names = (case.urgency, case.request_type or "", case.kind)
            limit = self._city.limit_named(*names)
            return Ruling(
                limit=self._city.limits[limit],
                limit_name=limit,
                rules_version=self.version,
            )
        return Ruling(
            limit=self._city.limits[result["limit"]],
            limit_name=result["limit"],
            rules_version=self.version,
            lead=lead,
            co_handlers=self._departments(result["co_handlers"], case, lead),
            rule=result["rule"],
            why_zh=_why(answer["trace"]),
        )

    def _departments(
        self, names: Iterable[str], case: CaseAccepted, lead: str
    ) -> tuple[str, ...]:
        found = (self._department(name, case) for name in names)
        return tuple(dict.fromkeys(one for one in found if one and one != lead))

    def _department(self, name: str | None, case: CaseAccepted) -> str | None:
        if name == STREET:
            return self._city.street_of(case.area)
        if name == BY_ITEM:
            return self._city.by_item.get(case.category, {}).get(case.item or "")
        return name


def _graph(path: Path, text: str) -> dict[str, Any]:
    try:
        graph = json.loads(text)
    except ValueError as error:
        raise RuntimeError(f"{path}: {error}") from error
    if not isinstance(graph, dict) or not graph.keys() >= {"nodes", "edges"}:
        raise RuntimeError(f"{path}: is not a JDM graph of nodes and edges")
    if not CODE.fullmatch(str(graph.get("version", ""))):
        raise RuntimeError(f"{path}: `version` is needed: small letters, digits, -")
    return graph


def _faults(path: Path, graph: Mapping[str, Any], words: Words) -> list[str]:
    try:
        return faults(graph, words)
    except (KeyError, TypeError, AttributeError) as error:
        raise RuntimeError(f"{path}: a node is incomplete: {error!r}") from error


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def _why(trace: Mapping[str, Any]) -> tuple[str, ...]:
    """`table: row` for each table that answered, in the order asked."""
    steps = sorted(trace.values(), key=lambda step: int(step["order"]))
    return tuple(
        f"{step['name']}: {step['traceData']['rule']['_id']}"
        for step in steps
        if (step.get("traceData") or {}).get("rule")
    )
