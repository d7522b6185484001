"""A reader's own file of messages: what each is about, as far as words tell.

Rows are JSON objects with `id`, `author`, `title`, `body`; texts go in as they are.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from tools.demo.casebook import AREAS
from tools.demo.submission import Submission, chance, lot

OTHER = ("other", None)
TOPICS: Mapping[tuple[str, str | None], tuple[str, ...]] = {
    ("utilities", "water"): ("停水", "自来水", "供水", "水压", "水质"),
    ("utilities", "power"): ("停电", "供电", "电费", "电压", "电表", "充电桩"),
    ("utilities", "gas"): ("燃气", "天然气", "煤气"),
    ("utilities", "heat"): ("供暖", "暖气", "供热"),
    ("noise-pollution", "construction"): ("施工噪", "夜间施工", "工地", "渣土"),
    ("noise-pollution", "fumes"): ("油烟", "烧烤"),
    ("noise-pollution", "social"): ("广场舞", "KTV", "噪音", "噪声", "扰民"),
    ("noise-pollution", "industrial"): ("污染", "废水", "废气", "排污", "臭气"),
    ("old-estate", None): ("电梯", "老旧小区", "棚改", "旧城改造"),
    ("property", None): ("物业", "业委会", "业主", "小区", "消防通道", "维修基金"),
    ("traffic", None): ("停车", "违停", "红绿灯", "交通", "堵车", "车位"),
    ("transit", None): ("公交", "地铁", "出租车", "道路", "公路", "路灯", "修路"),
    ("labour", None): ("工资", "社保", "工伤", "劳动", "养老金", "退休", "公积金"),
    ("health-education", "health"): ("医院", "医保", "医生", "疫苗", "生育"),
    ("health-education", "education"): ("学校", "入学", "教师", "幼儿园", "培训"),
    ("illegal-building", None): ("违建", "违章", "拆迁", "征地", "规划", "绿地"),
    ("welfare", None): ("低保", "残疾", "养老", "救助", "贫困"),
    ("rural", None): ("农村", "村民", "农田", "土地承包", "宅基地", "村"),
    ("consumer", None): ("退款", "预付", "价格", "食品", "消费", "合同", "诈骗"),
    ("sanitation", None): ("垃圾", "公厕", "环卫", "占道", "城管", "流动摊"),
    ("neighbours", None): ("邻居", "楼上", "漏水", "家庭"),
}
TYPES = {
    "inquiry": ("咨询", "请问", "询问", "何时", "什么时候"),
    "suggestion": ("建议", "希望增设", "能否"),
    "praise": ("感谢", "表扬", "点赞"),
    "report": ("举报", "违法"),
    "assistance": ("求助", "请求", "帮助", "困难"),
}
QUARREL = ("纠纷", "调解", "协商不成")


def submissions(path: Path, run: str, limit: int | None) -> Iterator[Submission]:
    """One for each row, at most `limit`. Raises `ValueError` naming a broken line."""
    for number, row in enumerate(islice(_rows(path), limit)):
        yield Submission(f"{run}-{number:05d}", body_of(row))


def body_of(row: Mapping[str, Any]) -> dict[str, Any]:
    title, text = str(row.get("title") or ""), str(row.get("body") or "")
    category, item = topic_of(title, text)
    who = str(row["id"])
    body = {
        "kind": "dispute" if any(word in title for word in QUARREL) else "request",
        "request_type": type_of(title),
        "item": item,
        "category": category,
        "area": AREAS[lot(len(AREAS), who)],
        "channel": "partner",
        "title": title,
        "text": text,
        "applicant": _applicant(str(row.get("author") or who)),
    }
    if body["request_type"] == "report":
        body |= {"accused": {"words": title[:200]}, "anonymity": "named"}
    return {name: value for name, value in body.items() if value is not None}


def topic_of(title: str, text: str) -> tuple[str, str | None]:
    """The title counts more than the text; what no word tells is left to triage."""
    for words in (title, text):
        for topic, signs in TOPICS.items():
            if any(sign in words for sign in signs):
                return topic
    return OTHER


def type_of(title: str) -> str:
    for kind, signs in TYPES.items():
        if any(sign in title for sign in signs):
            return kind
    return "complaint"


def _applicant(author: str) -> dict[str, str]:
    """One in eight leaves a telephone number only, and is called."""
    person = {"name": f"网友{author}", "phone": f"1390000{lot(10_000, author):04d}"}
    if chance(8, "no e-mail", author):
        return person
    return person | {"email": f"{author.lower()}@resident.example"}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{path}:{number} is no JSON: {error}") from error
