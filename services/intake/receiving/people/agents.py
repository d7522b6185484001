"""By what right somebody acts for another, and whether anything shows it."""

from collections.abc import Collection, Iterator

from services.intake.receiving.form import CaseForm
from services.intake.receiving.people.forms import AgentForm, EvidenceForm, PersonForm
from services.intake.receiving.people.guardians import Guardianship, birth_date
from services.intake.receiving.people.numbers import Said
from services.kit.serving.principal import Principal
from services.kit.serving.problems import FieldError
from services.kit.serving.text import of_a_line

OF_ORGANISATIONS = ("legal_representative", "written_mandate", "statutory")
OF_PEOPLE = ("guardian", "written_mandate", "statutory")
AUTHORITIES = {
    "guardian": "监护人",
    "written_mandate": "书面委托",
    "legal_representative": "法定代表人",
    "statutory": "法律规定的其他代理",
}
NEEDS_GUARDIAN: dict[str, Said] = {
    "minor": (
        "somebody under 18 acts through a guardian, who registers it at a counter",
        "申请人未满18周岁,须由监护人代为办理,请由监护人到窗口登记",
    ),
    "capacity": (
        "somebody without full legal capacity acts through a guardian",
        "申请人不具有完全民事行为能力,须由监护人代为办理",
    ),
}
WITHIN = {"document": "number", "attachment": "attachment"}
"""What an evidence of this kind has to name."""


def of_agent(
    form: CaseForm, guarded: Guardianship, caller: Principal
) -> Iterator[FieldError]:
    agent, applicant = form.agent, form.applicant
    if agent is None:
        yield from _of_nobody(applicant, guarded)
        return
    if not caller.has("clerk"):
        en = "you register for yourself here; an agent goes to a counter"
        zh = "自助登记仅限本人,代办请到窗口"
        yield FieldError("/agent", "for_oneself_only", en, zh)
        return
    if applicant is None and form.secrecy != "anonymous":
        en, zh = "say for whom the agent acts", "请填写被代理的申请人"
        yield FieldError("/applicant", "missing", en, zh)
    yield from _of_authority(agent, applicant, guarded)
    yield from _of_evidence(agent)


def _of_nobody(
    applicant: PersonForm | None, guarded: Guardianship
) -> Iterator[FieldError]:
    if guarded.needed and guarded.why:
        yield FieldError("/agent", "guardian_needed", *NEEDS_GUARDIAN[guarded.why])
    if applicant and applicant.is_organisation:
        en = "an organisation acts through its legal representative or by a mandate"
        zh = "单位须由法定代表人或受委托的人办理"
        yield FieldError("/agent", "missing", en, zh)


def _of_authority(
    agent: AgentForm, applicant: PersonForm | None, guarded: Guardianship
) -> Iterator[FieldError]:
    at = "/agent/authority"
    of_office = applicant is not None and applicant.is_organisation
    allowed = OF_ORGANISATIONS if of_office else OF_PEOPLE
    if agent.authority not in allowed:
        zh = "、".join(f"{AUTHORITIES[code]}({code})" for code in allowed)
        en = f"say by what right: one of {', '.join(allowed)}"
        code = "unfit" if agent.authority else "missing"
        yield FieldError(at, code, en, f"请注明代理权限:{zh}")
    elif guarded.needed and guarded.why and agent.authority != "guardian":
        yield FieldError(at, "guardian_needed", *NEEDS_GUARDIAN[guarded.why])
    elif agent.authority == "guardian" and _acts_alone(applicant, guarded):
        en = "a guardian acts for a minor, or for somebody whose `capacity` says so"
        zh = "监护人仅代理未成年人或无完全行为能力人,请填写行为能力或改为书面委托"
        yield FieldError(at, "unfit", en, zh)


def _acts_alone(applicant: PersonForm | None, guarded: Guardianship) -> bool:
    """As far as anybody knows how old they are."""
    known = applicant is not None and birth_date(applicant) is not None
    return known and guarded.why is None


def _of_evidence(agent: AgentForm) -> Iterator[FieldError]:
    if not agent.evidence:
        en = "show by what the agent may act: a document, a file, or the original seen"
        zh = "请提供代理依据:证件文号、附件或窗口核验原件"
        yield FieldError("/agent/evidence", "missing", en, zh)
    for place, shown in enumerate(agent.evidence):
        yield from _of_each(f"/agent/evidence/{place}", shown)


def of_files(agent: AgentForm, files: Collection[str]) -> Iterator[FieldError]:
    """A file shows something only where it was handed over with this very matter."""
    for place, shown in enumerate(agent.evidence):
        if shown.attachment and shown.attachment not in files:
            en = "is no file of this matter: hand it over with a draft, and name its id"
            zh = "本事项没有该附件:请先保存草稿并上传附件,再填写附件编号"
            at = f"/agent/evidence/{place}/attachment"
            yield FieldError(at, "unknown", en, zh)


def _of_each(pointer: str, shown: EvidenceForm) -> Iterator[FieldError]:
    """An original needs no more: only a clerk comes this far, who has seen it."""
    named = WITHIN.get(shown.kind)
    if named and not getattr(shown, named):
        en, zh = f"this evidence needs its {named}", "请填写证件文号或附件编号"
        yield FieldError(f"{pointer}/{named}", "missing", en, zh)
    for name in WITHIN.values():
        yield from of_a_line(f"{pointer}/{name}", getattr(shown, name))
