"""Which item a form asks for: in which version, where, and with which answers."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.intake.catalogue import Catalogue, Item
from services.intake.receiving.fitting import of_fit
from services.intake.receiving.form import CaseForm
from services.kit.serving.problems import FieldError

OWN_ITEMS = {"service": {"service"}, "request": {"request"}}
"""Which items a kind of case may name; others may name any."""

VERSION = "/item_version"
FOR = {
    "person": ("this item is for people only", "该事项仅面向个人办理"),
    "organisation": (
        "this item is for organisations only",
        "该事项仅面向法人或其他组织办理",
    ),
}


def of_item(form: CaseForm, catalogue: Catalogue, today: date) -> Iterator[FieldError]:
    """Nothing is said of the answers before it is clear what they answer."""
    if form.item is None:
        if form.kind == "service":
            en, zh = "an application names the item it asks for", "申请须注明所办事项"
            yield FieldError("/item", "missing", en, zh)
        elif form.item_version is not None:
            en, zh = "name the item too", "请同时注明事项"
            yield FieldError(VERSION, "item_missing", en, zh)
        return
    versions = catalogue.items.get(form.item)
    if form.kind == "dispute" and form.item in catalogue.dispute_types:
        return
    if not versions:
        en, zh = "is not in this city's catalogue", "本市目录中没有该事项"
        yield FieldError("/item", "unknown", en, zh)
        return
    wrong = [*_of_place(form, versions[-1], catalogue)]
    yield from wrong or _of_version(form, versions, today)


def of_service(
    form: CaseForm, catalogue: Catalogue, today: date
) -> Iterator[FieldError]:
    """What only an application has: a place where it is offered, and a filled form."""
    item = chosen(form, catalogue, today)
    if form.kind != "service" or item is None or item.kind != "service":
        return
    if form.area in catalogue.areas and not item.offered_in(form.area):
        yield FieldError("/area", "out_of_scope", *_where(item, catalogue))
    kind = form.applicant.kind if form.applicant else item.who
    if item.who not in ("both", kind):
        yield FieldError("/applicant/kind", "other_applicant", *FOR[item.who])
    yield from of_fit(item, form.answers)


def chosen(form: CaseForm, catalogue: Catalogue, today: date) -> Item | None:
    """The item in the version that is named, or in the one valid today."""
    if form.item is None:
        return None
    item = catalogue.item(form.item, form.item_version, today)
    return item if item and item.valid_on(today) else None


def _of_place(form: CaseForm, item: Item, catalogue: Catalogue) -> Iterator[FieldError]:
    if not catalogue.belongs(form.category, item.category):
        en, zh = "belongs to another category", "该事项属于其他分类"
        yield FieldError("/item", "other_category", en, zh)
    elif item.kind not in OWN_ITEMS.get(form.kind, {item.kind}):
        en, zh = "belongs to another kind of case", "该事项属于其他类别"
        yield FieldError("/item", "other_kind", en, zh)


def _of_version(
    form: CaseForm, versions: Sequence[Item], today: date
) -> Iterator[FieldError]:
    now = next((item for item in versions if item.valid_on(today)), None)
    named = next((each for each in versions if each.version == form.item_version), now)
    if now is None:
        yield FieldError("/item", "not_valid", *_not_now(versions, today))
    elif form.item_version not in (None, now.version):
        code, en, zh = _what_is_wrong(named if named is not now else None, today)
        en = f"{en}; version {now.version} is valid now"
        yield FieldError(VERSION, code, en, f"{zh},现行版本为{now.version}")


def _what_is_wrong(named: Item | None, today: date) -> tuple[str, str, str]:
    if named is None:
        return "unknown", "there is no such version", "没有这个版本"
    if named.valid_from > today:
        en = f"begins on {named.valid_from} only"
        return "not_begun", en, f"该版本自{named.valid_from}起才施行"
    en = f"ended on {named.valid_until}"
    return "ended", en, f"该版本已于{named.valid_until}停用"


def _not_now(versions: Sequence[Item], today: date) -> tuple[str, str]:
    coming = [item.valid_from for item in versions if item.valid_from > today]
    if coming:
        day = min(coming)
        return f"is offered from {day} on", f"该事项自{day}起办理"
    day = max(item.valid_until for item in versions if item.valid_until)
    return f"is not offered since {day}", f"该事项已于{day}停办"


def _where(item: Item, catalogue: Catalogue) -> tuple[str, str]:
    english = ", ".join(catalogue.area(area, "en") for area in item.areas)
    chinese = "、".join(catalogue.area(area, "zh") for area in item.areas)
    return f"this item is offered in {english} only", f"该事项只在{chinese}办理"
