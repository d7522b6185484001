"""The window of these tests, fitted out: its real parts over books in memory."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from typst import Fonts

from services.intake.attachments.keeping import Attachments
from services.intake.catalogue import Catalogue, load_catalogue
from services.intake.deadlines import load_deadlines
from services.intake.desk.correcting import Corrections
from services.intake.desk.counter import Counter
from services.intake.desk.erasing import Erasing
from services.intake.desk.registering import Desk
from services.intake.desk.scales import Scales
from services.intake.likeness.finding import Finder
from services.intake.likeness.signing import Signing
from services.intake.likeness.thresholds import load_thresholds
from services.intake.papers.archive import Archive
from services.intake.papers.paper import TEMPLATE
from services.intake.settings import IntakeSettings
from services.intake.weighing.alertness import load_alertness
from services.intake.window import Window
from services.kit.papers.letterhead import Letterhead, load_letterhead
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.sealing.digests import Digests
from services.kit.testing.attempts import MemoryAttempts
from services.kit.testing.documents import MemoryDocuments
from tests.intake.memory import (
    MemoryCases,
    MemoryNumbers,
    MemoryRepeats,
    MemoryTallies,
)

if TYPE_CHECKING:
    from tests.intake.world import World

CITY = Path("deploy/config")


@cache
def catalogue() -> Catalogue:
    """The city's own data, read once for all tests."""
    return load_catalogue(CITY)


@cache
def scales() -> Scales:
    alertness = load_alertness(CITY, frozenset(catalogue().authorities))
    return Scales(catalogue(), alertness, load_deadlines(CITY))


@cache
def letterhead() -> Letterhead:
    return load_letterhead(CITY)


@cache
def fonts() -> Fonts:
    return load_fonts(font_folder())


def window_of(world: "World") -> Window:
    cases, contents, clock = world.repository, world.contents, world.city.clock
    books, counter = (
        MemoryCases(cases.documents),
        Counter(cases, contents, scales(), clock),
    )
    finder = finder_of(world.digests, cases.documents)
    return Window(
        settings=IntakeSettings(wrong_codes_per_case=3, wrong_codes_per_client=5),
        catalogue=catalogue(),
        contents=contents,
        desk=Desk(cases, MemoryNumbers(), contents, scales(), finder, clock),
        finder=finder,
        counter=counter,
        attachments=Attachments(
            counter, world.files, world.vault, world.digests, clock
        ),
        corrections=Corrections(cases, contents, scales(), clock, finder),
        tallies=MemoryTallies(cases.documents),
        erasing=Erasing(cases, contents, books, world.files),
        cases=books,
        attempts=MemoryAttempts(),
        readings=world.readings,
        archive=Archive(
            catalogue=catalogue(),
            contents=contents,
            letterhead=letterhead(),
            press=Press(fonts(), TEMPLATE),
            public_url="https://window.example",
        ),
        clock=clock,
    )


def finder_of(digests: Digests, cases: MemoryDocuments) -> Finder:
    return Finder(
        digests,
        Signing(digests),
        MemoryRepeats(cases),
        load_thresholds(CITY),
        scales().alertness.within,
        catalogue().kin,
    )
