"""What the demonstration came to: a table for people, a file for programs."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.access.installation import SERVICES, Installation
from tools.checker.verdict import Verdict
from tools.demo.filing import Filed
from tools.demo.following import Course
from tools.demo.playing.departments import Seen


def percentiles(seconds: Iterable[float]) -> dict[str, float]:
    """p50 and p99 in milliseconds; zero when there is nothing to measure."""
    sample = sorted(seconds)
    if len(sample) < 2:
        sample = (sample or [0.0]) * 2
    cuts = quantiles(sample, n=100, method="inclusive")
    return {"p50": round(cuts[49] * 1000, 1), "p99": round(cuts[98] * 1000, 1)}


def report(
    filed: Filed, course: Course, seen: Seen, verdict: Verdict, trace_url: str
) -> dict[str, Any]:
    cases = filed.cases
    refused = {submission.key for submission, _, _ in filed.refused}
    return {
        "cases": len(cases),
        "tasks": _of(cases, course.tasks),
        "mediations": _of(cases, course.mediations),
        "messages": _of(cases, course.messages),
        **course.figures.of(set(cases)),
        "rejected_inputs": len(refused),
        **verdict.figures(),
        "ack": percentiles(filed.answered_in),
        "visible_to_department": percentiles(_until_visible(filed, seen)),
        "concluded_to_told": percentiles(_until_told(cases, course)),
        "trace_url": trace_url,
    }


def written(path: Path, figures: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


def shown(
    console: Console, figures: Mapping[str, Any], course: Course, seen: Seen
) -> None:
    table = Table("what", "figure", title="Tongban 通办")
    for name, value in figures.items():
        if isinstance(value, dict):
            table.add_row(name, f"p50 {value['p50']} ms, p99 {value['p99']} ms")
        elif name != "trace_url":
            table.add_row(name, str(value))
    table.add_row("mediations ended", _counted(course.ended))
    table.add_row("messages ended", _counted(course.results))
    table.add_row("department replies", str(seen.replies))
    table.add_row("replies refused", _counted(seen.rejected))
    console.print(table)


def addresses(
    console: Console, installation: Installation, case_no: str, trace: str
) -> None:
    ports = installation.ports
    console.print("Open:")
    for service in SERVICES:
        console.print(
            f"  {service:<13} {ports.url(service)}/docs /docs/events /readyz /metrics"
        )
    console.print(f"  traces        {ports.url('zipkin')}/zipkin/")
    console.print(f"  mail          {installation.places.mail} (a Maildir)")
    console.print(f"  one trace     {trace}", soft_wrap=True)
    console.print("Ask:")
    console.print(f"  one case      ./tongban case {case_no} --lang en")
    console.print("  what waits    ./tongban parked list; ./tongban outbox")
    console.print("The platform keeps running; `make down` stops it.")


def trace_url(installation: Installation, filed: Filed, course: Course) -> str:
    """Of the case that went through most hands."""
    traced = [case for case, trace in filed.traces.items() if trace]
    if not traced:
        return ""
    busiest = max(traced, key=lambda c: (course.mediations[c] > 0, course.tasks[c]))
    zipkin = installation.ports.url("zipkin")
    return f"{zipkin}/zipkin/traces/{filed.traces[busiest]}"


def _of(cases: Iterable[str], counted: Mapping[str, int]) -> int:
    return sum(counted.get(case, 0) for case in cases)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "-"


def _until_visible(filed: Filed, seen: Seen) -> list[float]:
    both = filed.started.keys() & seen.visible.keys()
    return [seen.visible[case] - filed.started[case] for case in both]


def _until_told(cases: Iterable[str], course: Course) -> list[float]:
    both = set(cases) & course.concluded_at.keys() & course.told_at.keys()
    return [
        (course.told_at[case] - course.concluded_at[case]).total_seconds()
        for case in both
    ]
