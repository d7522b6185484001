"""Order and gaps: what each source said, as a reader that drops repeats hears it."""

from collections.abc import Iterable, Iterator

from contracts.topics import PLAYED_BY, writer_of
from tools.checker.joint import led_too_early
from tools.checker.records import Evidence, Finding, Record


def out_of_order(evidence: Evidence) -> tuple[Finding, ...]:
    """An event after a later one of its topic and source; a lead before the others."""
    return (*_overtaken(evidence.facts.all), *led_too_early(evidence))


def gaps(records: Iterable[Record]) -> Iterator[Finding]:
    """A sequence counts over all topics of its source: each number is somewhere."""
    heard: dict[str, set[int]] = {}
    for record in filter(of_the_platform, records):
        heard.setdefault(record.event.source, set()).add(record.event.sequence)
    for source, sequences in heard.items():
        for missing in sorted(set(range(1, max(sequences) + 1)) - sequences):
            yield Finding("sequence-missing", f"{source}#{missing}")


def _overtaken(records: Iterable[Record]) -> Iterator[Finding]:
    last: dict[tuple[str, str], int] = {}
    home: dict[tuple[str, str], int] = {}
    for record in filter(of_the_platform, records):
        key = (record.topic, record.event.source)
        if record.event.sequence <= last.get(key, 0):
            yield Finding("overtaken", f"{record.event.source}#{record.event.sequence}")
        if home.setdefault(key, record.partition) != record.partition:
            yield Finding("two-partitions", f"{record.topic} {record.event.source}")
        last[key] = max(last.get(key, 0), record.event.sequence)


def of_the_platform(record: Record) -> bool:
    """A department's own program is not trusted to count."""
    writer = writer_of(record.topic)
    return record.event.source.split("/")[1] == PLAYED_BY.get(writer, writer)
