"""The clerk who looks at what waits at the window before the city takes it up."""

from typing import Any

from tools.demo.playing.people import Caller
from tools.demo.submission import chance

LACKING = 2
"""One examined matter in so many lacks something at first."""
NOTICE = {"defects": [{"pointer": "/text", "reason": "unreadable"}]}
ADDED = "(已按通知补正)"


async def examine(clerk: Caller, case_id: str, body: dict[str, Any]) -> None:
    """Asks once for what is missing, is given it, and accepts.

    What its words had handed over at once is looked at as well, and taken back: in the
    demonstration nobody is really in danger. Safe to repeat.
    """
    at = f"/v1/cases/{case_id}"
    state = (await clerk.get("intake", at)).json()["state"]
    if state == "registered" and chance(LACKING, "lacking", case_id):
        await clerk.post("intake", f"{at}/request-correction", NOTICE)
        corrected = {"text": body["text"] + ADDED}
        await clerk.post("intake", f"{at}/correct", corrected)
    if state in {"registered", "correction_requested", "handed_over"}:
        await clerk.post("intake", f"{at}/accept", {})
