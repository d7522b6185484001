"""Facts become sentences, and codes the names that the city gave them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from contracts.envelope import Payload
from services.kit.running.city_data import from_yaml
from tools.access.installation import Installation
from tools.cli.words.codes import NAMED
from tools.cli.words.sentences import SENTENCES

HERE = ZoneInfo("Asia/Shanghai")
GROUPS = ("organisations", "categories", "channels", "authorities")
LANGUAGES = ("zh", "en")


class Words:
    """Codes become the city's names; an unknown fact keeps its own."""

    def __init__(self, names: Mapping[str, str], place: int) -> None:
        self._names = names
        self._place = place

    def sentence(self, type: str, fact: Payload) -> str:
        found = SENTENCES.get(type.removeprefix("tongban.").rpartition(".v")[0])
        if found is None:
            return type
        return found[self._place].format_map(self._named(fact))

    def _named(self, fact: Payload) -> dict[str, Any]:
        fields = fact.model_dump().items()
        return {name: self._word(name, value) for name, value in fields}

    def _word(self, field: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return f"{value.astimezone(HERE):%Y-%m-%d %H:%M}"
        if isinstance(value, tuple) and value:
            joint = ("、", ", ")[self._place]
            return joint.join(str(self._word(field, each)) for each in value)
        code = str(value)
        return self._names.get(f"{field}.{code}") or self._names.get(code, value)


def words_of(installation: Installation, language: str) -> Words:
    """Names from the city's files, in Chinese (zh) or English (en)."""
    city: dict[str, Any] = {}
    for file in ("city.yaml", "warnings.yaml"):
        city |= from_yaml((installation.city / file).read_text())
    place = LANGUAGES.index(language)
    codes = {code: words[place] for code, words in NAMED.items()}
    topics = _of_topics(
        from_yaml((installation.city / "deliberation.yaml").read_text()), language
    )
    return Words(topics | codes | _names(city, language) | city["areas"], place)


def _names(city: Mapping[str, Any], language: str) -> dict[str, str]:
    key = "name_en" if language == "en" else "name"
    names = {
        row["code"]: row.get(key, row["name"]) for name in GROUPS for row in city[name]
    }
    for name in ("outcomes", "units"):
        names |= {code: row[language] for code, row in city.get(name, {}).items()}
    reasons = {
        f"reason.{row['code']}": row.get(key, row["name"])
        for name, rows in city.items()
        if name.endswith("_reasons")
        for row in rows
    }
    return names | reasons


def _of_topics(data: Mapping[str, Any], language: str) -> dict[str, str]:
    """What a deliberation calls its places, steps and reasons."""
    key = "name_en" if language == "en" else "name"
    lists = {
        "venue": data["venues"],
        "step": data["steps"],
        "reason": [*data["decline_reasons"], *data["close_reasons"]],
    }
    return {
        f"{field}.{row['code']}": row[key]
        for field, rows in lists.items()
        for row in rows
    }
