"""Every word of the city's own on a printed paper, plain enough to be read aloud."""

from collections.abc import Mapping

from services.intake.papers.paper import Kind
from services.intake.telling.language import Said

TITLES: Mapping[Kind, Said] = {
    "receipt": ("收件回执", "Receipt"),
    "acceptance": ("受理通知书", "Notice of acceptance"),
    "correction": ("补正告知书", "Correction notice"),
    "decline": ("不予受理通知书", "Notice of non-acceptance"),
    "hand_over": ("移送告知书", "Notice of hand-over"),
    "withdrawal": ("撤回确认书", "Confirmation of withdrawal"),
    "answer": ("答复书", "Answer"),
    "deemed_acceptance": ("视为受理告知书", "Notice of deemed acceptance"),
}

OPENINGS: Mapping[Kind, Said] = {
    "receipt": (
        "您交来的事情,我们已经收到并登记。请保管好这张回执。",
        "We have received what you handed over. Please keep this receipt.",
    ),
    "acceptance": (
        "您要办的事情,我们已经受理,由我们负责到底。",
        "We have accepted your matter, and we are answerable for it.",
    ),
    "correction": (
        "您交来的材料,有 {count} 处缺少或者需要更正。请在{until}前补齐。",
        (
            "In what you handed over, {count} point(s) are missing or wrong. "
            "Please put them right by {until}."
        ),
    ),
    "decline": (
        "您提出的事情,我们不能受理。为什么、可以找谁,都写在下面。",
        "We cannot accept your matter. Why, and who can help, is written below.",
    ),
    "hand_over": (
        "您的事情应由{to}办理,我们已经连同材料一起转交。您不用再跑一趟,也不用重新填写。",
        (
            "Your matter is for {to}. We have passed it on with all you gave us: you "
            "need not go there, and need not fill in anything again."
        ),
    ),
    "withdrawal": (
        "按您的意思,这件事已于{withdrawn}撤回,各单位不再办理。",
        (
            "As you asked, this matter was taken back on {withdrawn}. "
            "Nobody goes on with it."
        ),
    ),
    "answer": ("您的事情已经办完,现答复如下。", "Your matter is done. The answer:"),
    "deemed_acceptance": (
        (
            "我们没有在收到申请材料后五个工作日内,一次告诉您要补正的全部内容。"
            "依照《中华人民共和国行政许可法》第三十二条第一款第四项,您的申请从收到材料之日"
            "({received})起就是受理。"
        ),
        (
            "We did not tell you within five working days all that was missing. By law "
            "(行政许可法 32, first paragraph, item 4) your application counts as "
            "accepted from the day we received it, {received}."
        ),
    ),
}

LAST_WORDS: Mapping[Kind, tuple[Said, ...]] = {
    "receipt": (
        (
            "想知道办到哪一步:扫二维码,或者打 {help_line},报办件号和查询码。",
            (
                "How far is it? Scan the code, or call {help_line} and say the case "
                "number and the query code."
            ),
        ),
        (
            "查询码只印在这张回执上,请不要告诉别人。",
            "The query code is printed on this receipt only. Keep it to yourself.",
        ),
    ),
    "acceptance": (
        (
            "接下来的事我们来跑,您不用做什么,有结果会告诉您。有疑问请打 {help_line}。",
            (
                "We do the rest. You need not do anything and will be told. "
                "Questions? Call {help_line}."
            ),
        ),
    ),
    "correction": (
        (
            "需要补正的都在这里,不会再要别的;只有补来的内容本身又有错,才会再告诉您。",
            "This is all. We ask again only if what you bring is itself wrong.",
        ),
        (
            "补齐后接着办,办件号不变。不清楚怎么补,请打 {help_line},我们帮您。",
            "Then we go on, under the same number. Not sure how? Call {help_line}.",
        ),
    ),
    "decline": (),
    "hand_over": (
        (
            "转交之后由{to}联系您、答复您。一直没有人联系您,打 {help_line},我们去问。",
            (
                "From now on {to} will speak to you and answer you. If nobody does, "
                "call {help_line} and we will ask."
            ),
        ),
    ),
    "withdrawal": (
        (
            "撤回不影响您以后再办。又想办了,请打 {help_line} 或者到窗口重新登记。",
            "You may ask for it again: call {help_line} or come to a window.",
        ),
    ),
    "answer": (
        (
            (
                "没有解决,可以在答复后三十日内打 {help_line},报办件号,我们接着办。"
                "办得好不好,请您评价。"
            ),
            (
                "Not solved? Call {help_line} within 30 days, say the case number: we "
                "go on with it. Please also tell us how well it was done."
            ),
        ),
    ),
    "deemed_acceptance": (
        (
            "期限从那天算起。您不用做什么,有结果会告诉您。有疑问请打 {help_line}。",
            (
                "The time limit runs from that day. You need not do anything and will "
                "be told. Questions? Call {help_line}."
            ),
        ),
    ),
}

SIGNATURES: Mapping[Kind, tuple[Said, ...]] = {
    "receipt": (("收件人签字", "Received by"),),
    "acceptance": (),
    "correction": (("经办人签字", "Official"), ("签收人签字", "Handed to")),
    "decline": (("经办人签字", "Official"), ("签收人签字", "Handed to")),
    "hand_over": (("经办人签字", "Official"),),
    "withdrawal": (("申请人签字", "Applicant"),),
    "answer": (),
    "deemed_acceptance": (),
}

NUMBER: Said = ("编号:{number}", "No. {number}")
CASE_NO: Said = ("办件号", "Case number")
APPLICANT: Said = ("申请人", "Applicant")
ITEM: Said = ("事项", "Service")
VERSION: Said = ("{item}(第 {version} 版)", "{item} (version {version})")
TITLE: Said = ("事由", "Matter")
RECEIVED: Said = ("收到时间", "Received")
ACCEPTED: Said = ("受理时间", "Accepted")
FEE: Said = ("收费", "Fee")
LIMIT: Said = ("办理期限", "Time allowed")
ATTACHMENTS: Said = ("附件", "Attachments")
PIECES: Said = ("{count} 份", "{count}")
OUTCOME: Said = ("办理结果", "Outcome")
REASON: Said = ("理由", "Reason")
UNTIL: Said = ("补正期限", "To be put right by")
HANDED_TO: Said = ("转交给", "Handed over to")
QUERY_CODE: Said = ("查询码", "Query code")

MATERIALS: Said = (
    "需要的材料(已收的由窗口打勾)",
    "Papers it needs (the window ticks what it has)",
)
TO_CORRECT: Said = ("需要补正的内容", "What to put right")
CURE: Said = ("怎么办:{cure}", "What to do: {cure}")
INSTEAD: Said = ("您可以找谁", "Where to go instead")
COMPLAIN: Said = ("如果您不同意", "If you do not agree")
HOW_TO_COMPLAIN: Said = (
    (
        "可以打 {help_line} 投诉,由没有经手的人复核。\n"
        "依法可以申请行政复议的,自收到本通知书之日起六十日内申请(行政复议法第二十条);"
        "也可以在六个月内直接向人民法院起诉(行政诉讼法第四十六条)。"
    ),
    (
        "Call {help_line} to complain: somebody who did not decide it looks again.\n"
        "Where the law allows, ask for administrative reconsideration within 60 days "
        "of receiving this notice (行政复议法 20), or go to court within six months "
        "(行政诉讼法 46)."
    ),
)
LOST: Said = (
    "不知道怎么找,请打 {help_line},我们帮您问。",
    "Not sure how? Call {help_line}: we will ask for you.",
)
CLERK: Said = ("窗口说明", "The window adds")
HANDED_DATA: Said = ("已经转交的内容", "What we passed on")
REACH: Said = ("想直接联系对方", "To reach them yourself")
ANSWER: Said = ("答复内容", "The answer")
REPLACED: Said = (
    "这份答复已由后来的答复代替,请看后来的答复。",
    "A later answer has taken the place of this one; please read that.",
)
NO_TEXT: Said = (
    "答复的文字已经不在系统里,请打 {help_line} 查询。",
    "The words of the answer are no longer kept. Call {help_line}.",
)

ALL_WRITTEN: Said = (
    "您提交的全部内容和材料",
    "All that you wrote and handed in",
)
CONTACT: Said = ("您的姓名和联系方式", "Your name, and how to reach you")


def fee(amount_fen: int) -> Mapping[str, str]:
    """In words; 1 yuan has 100 fen."""
    if amount_fen == 0:
        return {"zh": "不收费", "en": "free of charge"}
    yuan = f"{amount_fen // 100}.{amount_fen % 100:02}".removesuffix(".00")
    return {"zh": f"{yuan}元", "en": f"{yuan} yuan"}


FIELDS: Mapping[str, Said] = {
    "/title": ("事由", "What it is about"),
    "/text": ("事情的经过和要求", "What happened, and what you want"),
    "/item": ("事项", "The service"),
    "/category": ("分类", "The category"),
    "/area": ("所在区域", "The area"),
    "/applicant": ("申请人", "The applicant"),
    "/applicant/name": ("申请人姓名", "The applicant's name"),
    "/applicant/phone": ("申请人电话", "The applicant's phone"),
    "/applicant/email": ("申请人邮箱", "The applicant's e-mail address"),
    "/applicant/id_number": ("申请人身份证号码", "The applicant's identity number"),
    "/agent": ("代办人", "The agent"),
    "/agent/name": ("代办人姓名", "The agent's name"),
    "/agent/phone": ("代办人电话", "The agent's phone"),
    "/agent/email": ("代办人邮箱", "The agent's e-mail address"),
    "/agent/id_number": ("代办人身份证号码", "The agent's identity number"),
    "/answers": ("申请表", "The form"),
}
"""By JSON pointer into what was handed over."""

CURES: Mapping[str, Said] = {
    "missing": ("补上这一项", "add it"),
    "unreadable": ("重新交一份看得清的", "bring one that can be read"),
    "wrong": ("改成正确的", "put it right"),
    "expired": ("换成有效期内的", "bring one that is still valid"),
    "not_matching": ("核对以后改成一致", "make them agree"),
    "not_signed": ("签字或者盖章", "sign or seal it"),
    "no_mandate": ("带上委托书和双方证件", "bring the mandate and both identity cards"),
}
"""By reason in `city.yaml`."""
ANY_CURE: Said = ("补齐或者更正", "add it or put it right")

SEAL: Said = ("印章", "Seal")
CAPTION: Said = ("扫码查进度", "Scan: how far is it")
CAPTION_WITH_CODE: Said = ("扫码查进度,要用查询码", "Scan: progress, with your code")
PAGE: Said = ("第 {page} 页,共 {pages} 页", "Page {page} of {pages}")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
