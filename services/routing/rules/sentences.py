"""Why a case goes where it goes, told as somebody would tell it on the telephone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.kit.limits.limit import Limit
from services.kit.limits.words import SOURCES_EN, SOURCES_ZH, UNITS_EN, UNITS_ZH
from services.routing.rules.answers import value_of
from services.routing.rules.conditions import PATH, texts
from services.routing.rules.graph import Cell, Row, Table
from services.routing.rules.placing import Asked, Found
from services.routing.rules.vocabulary import NOTHING, Name, Vocabulary

PLAIN = re.compile(r'"[^"]*"(\s*,\s*"[^"]*")*')
WHAT_A_RULE_KNOWS = ("kind", "category", "item", "area")


@dataclass(frozen=True)
class Step:
    """A table that was asked; `row` is the one that answered, if any did."""

    table: Table
    row: Row | None


@dataclass(frozen=True)
class Decided:
    """What the rules named, found for this case."""

    lead: Found | None
    co_handlers: Sequence[Found]


@dataclass(frozen=True)
class Sentences:
    words: Vocabulary
    limits: Mapping[str, Limit]

    def of(
        self, steps: Iterable[Step], decided: Decided, case: Asked
    ) -> Iterator[Name]:
        """One for each table that answered, and what is left to a person."""
        for step in steps:
            if step.row is not None:
                yield self._answered(step.table, step.row, decided, case)
            elif step.table.says("lead") and decided.lead is None:
                yield self._silent(step.table, case)
        if decided.lead is not None and decided.lead.code is None:
            yield _to_a_person(decided.lead.how)

    def _answered(self, table: Table, row: Row, decided: Decided, case: Asked) -> Name:
        because = [self._condition(cell, case) for cell in row.asked]
        so = [said for cell in row.answers if (said := self._answer(cell, decided))]
        law = NOTHING
        if row.law and table.says("lead"):
            law = Name(f"(依据:{row.law})", f" ({row.law})")
        zh = ",".join(one.zh for one in because) or "其余情况"
        en = ", ".join(one.en for one in because) or "in every other case"
        return Name(
            f"“{table.name.zh}”第{row.number}行({row.id}):{zh},"
            f"所以{','.join(one.zh for one in so)}{law.zh}。",
            f"“{table.name.en}”, row {row.number} ({row.id}): {en}, "
            f"so {', '.join(one.en for one in so)}{law.en}.",
        )

    def _silent(self, table: Table, case: Asked) -> Name:
        told = [
            (field, self._value(field, getattr(case, field)))
            for field in WHAT_A_RULE_KNOWS
        ]
        columns = {column.field: column.name for column in table.inputs}
        columns |= {"category": columns.get(PATH, Name("分类", "Category"))}
        named = [(columns[field], name) for field, name in told if field in columns]
        zh = "、".join(f"{column.zh}“{name.zh}”" for column, name in named)
        en = ", ".join(f"{column.en.lower()} “{name.en}”" for column, name in named)
        return Name(
            f"“{table.name.zh}”中没有规则适用({zh}),转人工派单。",
            f"No rule of “{table.name.en}” applies ({en}); a dispatcher decides.",
        )

    def _condition(self, cell: Cell, case: Asked) -> Name:
        field, column = cell.column.field, cell.column.name
        if field in (PATH, "category"):
            path = self.words.path(case.category)
            held = [text for text in texts(cell.text) if text in path]
            own = held == [case.category]
            verb = Name("为", "is") if own else Name("属于", "is within")
            names = [self.words.name("category", text) for text in held]
        elif field == "area":
            held = [text for text in texts(cell.text) if case.area.startswith(text)]
            verb, names = Name("属于", "is within"), [*map(self.words.area, held)]
        else:
            verb, names = Name("为", "is"), []
        return _said(column, verb, names) if names else self._told(cell, case)

    def _told(self, cell: Cell, case: Asked) -> Name:
        """What the case has there; and the condition, when it is no plain list."""
        field = "category" if cell.column.field == PATH else cell.column.field
        value = self._value(field, getattr(case, field))
        said = _said(cell.column.name, Name("为", "is"), [value])
        if PLAIN.fullmatch(cell.text):
            return said
        return Name(f"{said.zh}(条件:{cell.text})", f"{said.en} (asked: {cell.text})")

    def _value(self, field: str, code: str | None) -> Name:
        if field == "area":
            return self.words.area(code or "")
        return self.words.name(field, code)

    def _answer(self, cell: Cell, decided: Decided) -> Name | None:
        match cell.column.field:
            case "lead" if decided.lead is not None and decided.lead.code:
                name = self._office(decided.lead)
                return Name(f"主办为{name.zh}", f"{name.en} leads")
            case "lead":
                return Name("主办未能确定", "nobody can be named to lead")
            case "co_handlers" if decided.lead is not None and decided.lead.code:
                return self._helping(decided.co_handlers)
            case "limit":
                return _limit(self.limits[value_of(cell)])
            case "priority":
                value = int(value_of(cell))
                return Name(f"优先级为{value}(1最先)", f"its priority is {value} of 5")
        return None

    def _helping(self, found: Sequence[Found]) -> Name:
        named = [self._office(one) for one in found if one.code]
        lacking = [one.how for one in found if one.code is None]
        zh = "协办为" + "、".join(n.zh for n in named) if named else "没有协办"
        en = "helped by " + ", ".join(n.en for n in named) if named else "with no help"
        zh += "".join(f"(略去一个:{how.zh})" for how in lacking)
        en += "".join(f" (one left out: {how.en})" for how in lacking)
        return Name(zh, en)

    def _office(self, found: Found) -> Name:
        name = self.words.organisation(found.code or "")
        if not found.how.zh:
            return name
        return Name(f"{name.zh}({found.how.zh})", f"{name.en} ({found.how.en})")


def _said(column: Name, verb: Name, names: Sequence[Name]) -> Name:
    zh = "、".join(f"“{name.zh}”" for name in names)
    en = ", ".join(f"“{name.en}”" for name in names)
    return Name(f"{column.zh}{verb.zh}{zh}", f"{column.en.lower()} {verb.en} {en}")


def _limit(limit: Limit) -> Name:
    zh, en = UNITS_ZH[limit.unit], UNITS_EN[limit.unit]
    rule = limit.rule and f",{limit.rule}"
    by = limit.rule and f", {limit.rule}"
    return Name(
        f"时限为{limit.amount}{zh}({SOURCES_ZH[limit.source]}{rule})",
        f"it may take {limit.amount} {en} ({SOURCES_EN[limit.source]}{by})",
    )


def _to_a_person(missing: Name) -> Name:
    return Name(
        f"{missing.zh},转人工派单。",
        f"{missing.en[:1].upper()}{missing.en[1:]}; a dispatcher decides.",
    )
