"""What a letter on paper says beside its message, by language."""

from collections.abc import Mapping
from dataclasses import dataclass

SCAN_ZH = "扫右边的码，就到您自己的网页，不用下载，不用注册。"
CALL_ZH = "不用手机上网的，打 {line}，报上面的办件号和姓名，说一声就行。"
WINDOW_ZH = "带上这封信和身份证，到综治中心或者就近的便民窗口，有人帮您办。"
SCAN_EN = "The code leads to your own page; there is nothing to install or to register."
CALL_EN = "Call {line}, and say the case number above and your name."
WINDOW_EN = (
    "Bring this letter and your identity card to the Mediation Centre or the nearest"
    " service window; somebody does it with you."
)


@dataclass(frozen=True)
class Words:
    """`ways`: how to answer, each with a heading; `scanning`: where there is a code."""

    to: str
    caption: str
    page: str
    scanning: tuple[str, str]
    ways: tuple[tuple[str, str], ...]


WORDS: Mapping[str, Words] = {
    "zh": Words(
        to="{name} 收",
        caption="手机扫一扫，只给您用",
        page="第 {page} 页，共 {pages} 页",
        scanning=("用手机", SCAN_ZH),
        ways=(("打电话", CALL_ZH), ("到窗口", WINDOW_ZH)),
    ),
    "en": Words(
        to="To {name}",
        caption="For you alone",
        page="Page {page} of {pages}",
        scanning=("By a telephone's camera", SCAN_EN),
        ways=(("By a call", CALL_EN), ("At a window", WINDOW_EN)),
    ),
}
