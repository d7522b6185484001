"""Our own invented cases, varied to as many as are wanted, always in the same way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.kit.running.city_data import from_yaml
from tools.demo.submission import Submission

BOOK = Path(__file__).with_name("cases.yaml")
FIELDS = (
    "kind",
    "request_type",
    "item",
    "category",
    "area",
    "channel",
    "urgency",
    "title",
    "text",
    "answers",
    "anonymity",
)
AREAS = ("990101001", "990101002", "990102001", "990102101", "990101001001")
SEEN: Mapping[str, Any] = {"evidence": [{"kind": "seen_original"}]}
SELF_SERVICE = ("web", "app")
Case = Mapping[str, Any]


@dataclass(frozen=True)
class Casebook:
    people: Sequence[str]
    elders: Sequence[str]
    agents: Sequence[str]
    places: Sequence[str]
    cases: Sequence[Case]

    def submissions(self, run: str, count: int) -> Iterator[Submission]:
        """The first round as written; later ones with other people and places."""
        right = [case for case in self.cases if "refusal" not in case]
        for number in range(count):
            first = number < len(self.cases)
            case = self.cases[number] if first else right[number % len(right)]
            yield self._submission(case, number, run, number // len(self.cases))

    def _submission(self, case: Case, number: int, run: str, rnd: int) -> Submission:
        body = {field: case[field] for field in FIELDS if field in case}
        if rnd:
            body |= self._elsewhere(case, number)
        body |= self._who(case, number)
        if "accused" in case:
            body["accused"] = case["accused"]
        if "other" in case:
            body["answers"] = {"parties": [_other_side(case["other"], number)]}
        role = "resident" if case["channel"] in SELF_SERVICE else "clerk"
        return Submission(f"{run}-{number:05d}", body, role, case.get("refusal"))

    def _elsewhere(self, case: Case, number: int) -> dict[str, str]:
        place = self.places[number % len(self.places)]
        found = {"text": f"{case['text']}(地点:{place})"}
        if not case["category"].startswith("rural"):
            found["area"] = AREAS[number % len(AREAS)]
        return found

    def _who(self, case: Case, number: int) -> dict[str, Any]:
        who = case.get("who", "self")
        if who == "nobody":
            return {}
        if who == "elder":
            elder = self.elders[number % len(self.elders)]
            return {
                "applicant": _person(elder, number, None),
                "helper": {"kind": "clerk", "consent": True},
                "preferences": {"large_print": True, "channels": ["voice"]},
            }
        name = self.people[number % len(self.people)]
        email = case.get("email", f"resident-{number:05d}@resident.example")
        if who == "agent":
            agent = self.agents[number % len(self.agents)]
            found = {"applicant": _person(name, number, None)}
            right = {"authority": case.get("authority", "written_mandate"), **SEEN}
            return found | {"agent": _person(agent, number, email) | right}
        return {"applicant": _person(name, number, email)}


def _person(name: str, number: int, email: str | None) -> dict[str, str]:
    """Numbers that belong to nobody: 139-0000-xxxx."""
    person = {"name": name, "phone": f"1390000{number % 10_000:04d}"}
    return person | ({"email": email} if email else {})


def _other_side(name: str, number: int) -> dict[str, str]:
    return {"name": name, "email": f"party-{number:05d}@party.example"}


def casebook(path: Path = BOOK) -> Casebook:
    return Casebook(**from_yaml(path.read_text()))
