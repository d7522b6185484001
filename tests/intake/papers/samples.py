"""Invented papers of every kind."""

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from services.intake.papers.composing import Composer
from services.intake.papers.facts import (
    Acceptance,
    Answer,
    Correction,
    Decline,
    DeemedAcceptance,
    HandOver,
    Lacking,
    Matter,
    Receipt,
    Told,
    Withdrawal,
)
from services.intake.papers.paper import TEMPLATE, Kind, Paper
from services.intake.telling.language import Language
from services.kit.papers.letterhead import Letterhead, Names, load_letterhead
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.papers.printable import MAY_BREAK

ISSUED = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
"""Half past midnight of the 28th in the city."""
DUE = datetime(2026, 12, 25, 10, tzinfo=UTC)
URL = "https://window.example"
CASE_NO = "202611280000018"
FOOT = re.compile(rf"(编号：|No\. ){CASE_NO}-01 (第|Page).*$")


def names(zh: str, en: str = "") -> Names:
    return {"zh": zh, "en": en or zh}


MATTER = Matter(
    number=f"{CASE_NO}-01",
    case_no=CASE_NO,
    issued_at=ISSUED,
    received_at=ISSUED,
    applicant="张三",
    title="申领高龄津贴",
    item=names("高龄津贴申领", "Allowance for the aged"),
    item_version="3",
    fee=names("不收费", "none"),
    limit=names("20个工作日", "20 working days"),
)
MATERIALS = (names("居民身份证复印件", "Copy of the identity card"),)
LACKING = Lacking(
    names("申请表·联系电话", "Form: phone"),
    names("没有填写", "is empty"),
    names("写上能联系到您的号码", "write where we reach you"),
)
TOLD: dict[Kind, Told] = {
    "receipt": Receipt("K7QXM4", MATERIALS, attachments=3),
    "acceptance": Acceptance(ISSUED, MATERIALS),
    "correction": Correction((LACKING,), DUE, words="带上户口簿。"),
    "decline": Decline(
        names("正在法院审理", "it is before a court"),
        names("人民法院:到青石街18号", "the court: 18 Qingshi Street"),
        names("请按法定途径办理", "go there"),
    ),
    "hand_over": HandOver(
        names("邻市民政局", "the next city"),
        (names("申请表", "the form"), names("身份证复印件", "the copy")),
        names("拨打12345转2", "call 12345, then 2"),
    ),
    "withdrawal": Withdrawal(ISSUED),
    "answer": Answer(
        "已经核发。", names("已解决", "solved"), names("人民法院", "the court")
    ),
    "deemed_acceptance": DeemedAcceptance(ISSUED),
}


@cache
def press() -> Press:
    return Press(load_fonts(font_folder()), TEMPLATE)


@cache
def _letterhead() -> Letterhead:
    return load_letterhead(Path("deploy/config"))


def paper(
    told: Told, language: Language = "zh", large: bool = False, matter: Matter = MATTER
) -> Paper:
    return Composer(_letterhead(), URL, language, large).paper(matter, told)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, as a reader would copy it, without our own breaks."""
    return [
        page.extract_text().replace(MAY_BREAK, "").replace("\n", "")
        for page in PdfReader(BytesIO(pdf)).pages
    ]


def body(pdf: bytes) -> str:
    """What stands on all pages, without their feet."""
    return "".join(FOOT.sub("", page) for page in pages(pdf))


def printed(told: Told, language: Language = "zh", large: bool = False) -> str:
    return body(press().pdf(paper(told, language, large)))
