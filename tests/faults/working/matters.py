"""What invented residents hand over here: every case holds words that must not leak."""

from dataclasses import dataclass
from typing import Any

from tools.demo.submission import Submission

STREET = "990101001"
NAME = "欧阳琥珀"
AGENT = "上官碧玺"
PARTY = "司徒玛瑙"
PHONE = "13900007391"
ID_NUMBER = "11010519491231002X"
TITLE = "蓝孔雀在凉亭里打鼓"
TEXT = "每逢月圆它就敲到天亮,凉亭的琉璃瓦也松了。"
ANSWER = "孔雀已经请去湿地公园,瓦片换成了青釉的。"
TERMS = "双方各让一步,本周内履行。"
"""What the simulated mediator writes into every agreement."""
MAILBOX = "amber-peacock"
ADDRESS = "白鹭巷九号阁楼"
MANDATE = "(2026)孔雀委字第739号"
PEOPLE = (NAME, AGENT, PARTY, PHONE, ID_NUMBER, ADDRESS, MANDATE, MAILBOX)
PLANTED = (*PEOPLE, TITLE, TEXT, ANSWER, TERMS)
"""May be read in a letter, and by whoever is asked for it; nowhere else."""


@dataclass(frozen=True)
class Matter:
    kind: str
    category: str
    email: bool = True
    by_agent: bool = False


MATTERS = (
    Matter("request", "consumer"),
    Matter("request", "sanitation"),
    Matter("dispute", "consumer"),
    Matter("request", "consumer", email=False),
    Matter("request", "sanitation", by_agent=True),
)
"""One department, two, a mediation, somebody who is called, an agent."""


def submission(key: str, number: int) -> Submission:
    """The `number`-th of a run; `key` is its Idempotency-Key."""
    matter = MATTERS[number % len(MATTERS)]
    who = {"name": f"{NAME}{number}", "phone": PHONE, "id_number": ID_NUMBER}
    email = {"email": f"{MAILBOX}-{key}@resident.example"} if matter.email else {}
    body: dict[str, Any] = {
        "kind": matter.kind,
        "request_type": "complaint" if matter.kind == "request" else None,
        "category": matter.category,
        "area": STREET,
        "channel": "counter",
        "title": f"{TITLE}{number}",
        "text": TEXT,
        "applicant": who | email,
    }
    if matter.by_agent:
        address = f"{MAILBOX}-{key}@agent.example"
        body["agent"] = {
            "name": AGENT,
            "phone": PHONE,
            "email": address,
            "authority": "written_mandate",
            "evidence": [{"kind": "seen_original"}],
        }
    if matter.kind == "dispute":
        other = {"name": PARTY, "email": f"{MAILBOX}-{key}@party.example"}
        body["answers"] = {"parties": [other]}
    return Submission(key, body)
