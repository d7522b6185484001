"""Asks the decision tables about a case, and says why."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import zen

from services.kit.limits.limit import Limit
from services.routing.domain.accused import ACCUSED
from services.routing.domain.norms import Ruling
from services.routing.rules.checking import faults
from services.routing.rules.conditions import ASKED
from services.routing.rules.graph import graph_of, tables_of
from services.routing.rules.placing import Asked, Found, Placing, Specimen
from services.routing.rules.sentences import Decided, Sentences, Step
from services.routing.rules.vocabulary import Vocabulary


class Rulebook:
    """One version of the rules; the same case always gets the same ruling."""

    def __init__(
        self, path: Path, words: Vocabulary, limits: Mapping[str, Limit]
    ) -> None:
        """Raises `RuntimeError` that names the file and every table, row and column."""
        text = _read(path)
        graph = _checked(path, text, words, limits)
        self.version = f"{graph['version']}-{_digest(text)}"
        self._words = words
        self._limits = limits
        self._placing = Placing(words)
        self._sentences = Sentences(words, limits)
        self._tables = {table.id: table for table in tables_of(graph)}
        self._decision = zen.ZenEngine().create_decision(text)
        self._demand_answers(path)

    def ruling(self, case: Asked) -> Ruling:
        """No lead: no rule knows the case, or what it names is not in this city."""
        answer = self._decision.evaluate(self._question(case), {"trace": True})
        result = answer["result"]
        decided = self._decided(result, case)
        told = list(self._sentences.of(self._steps(answer["trace"]), decided, case))
        lead = decided.lead.code if decided.lead else None
        return Ruling(
            limit=self._limits[result["limit"]],
            limit_name=result["limit"],
            priority=int(result["priority"]),
            rules_version=self.version,
            lead=lead,
            co_handlers=_others(decided.co_handlers, lead) if lead else (),
            rule=_rule(result, decided.lead),
            why_zh=tuple(sentence.zh for sentence in told),
            why_en=tuple(sentence.en for sentence in told),
        )

    def _demand_answers(self, path: Path) -> None:
        """Tables that are right one by one may still not reach each other."""
        category = next(iter(self._words.categories), "")
        area = next(iter(self._words.words["area"]), "")
        for kind in self._words.words["kind"]:
            try:
                self.ruling(Specimen(kind, category, area))
            except (RuntimeError, KeyError, IndexError) as error:
                raise RuntimeError(
                    f"{path}: a case of kind {kind} gets no answer: {error!r}; "
                    "is every table on the way from the case to the answer?"
                ) from error

    def _question(self, case: Asked) -> dict[str, Any]:
        path = self._words.path(case.category) or (case.category,)
        return {field: getattr(case, field) for field in ASKED} | {"path": [*path]}

    def _decided(self, result: Mapping[str, Any], case: Asked) -> Decided:
        if "lead" not in result:
            return Decided(None, ())
        lead = self._placing.lead(result["lead"], case)
        helping = (self._placing.found(n, case) for n in result["co_handlers"])
        return Decided(lead, tuple(one for one in helping if one.code != lead.code))

    def _steps(self, trace: Mapping[str, Any]) -> Iterator[Step]:
        """The tables in the order asked; `index` counts rows from nought."""
        for step in sorted(trace.values(), key=lambda step: int(step["order"])):
            table = self._tables.get(step["id"])
            if table is not None:
                hit = step.get("traceData") or {}
                yield Step(table, table.rows[hit["index"]] if "index" in hit else None)


def _rule(result: Mapping[str, Any], lead: Found | None) -> str:
    """Nothing when no rule knows the case; a rule of its own when it is a report."""
    if lead is None or (lead.code is None and not lead.accused):
        return ""
    return ACCUSED if lead.accused else str(result["rule"])


def _others(found: Iterable[Found], lead: str) -> tuple[str, ...]:
    """Each once, and never the lead."""
    codes = (one.code for one in found if one.code and one.code != lead)
    return tuple(dict.fromkeys(codes))


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise RuntimeError(f"{path}: {error}") from error


def _checked(
    path: Path, text: str, words: Vocabulary, limits: Mapping[str, Limit]
) -> Mapping[str, Any]:
    try:
        graph = graph_of(text)
        wrong = faults(graph, words, frozenset(limits))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RuntimeError(f"{path}: {error}") from error
    if wrong:
        raise RuntimeError(f"{path}: " + "; ".join(wrong))
    return graph


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
