"""Opens the room of agreements over a platform."""

from services.dispute.documents.facts import load_facts
from services.dispute.documents.framing import Frame
from services.dispute.documents.office import Documents
from services.dispute.documents.sheet import TEMPLATE
from services.dispute.domain.mediation import CENTRE, Mediation
from services.dispute.domain.rules import Rules
from services.dispute.signing.loading import load_terms
from services.dispute.signing.room import Room
from services.dispute.signing.scans import Scans
from services.dispute.signing.writing import Writing
from services.dispute.wall.reading import Reading
from services.dispute.wall.store import MongoReadLog, MongoWords
from services.kit.files.mongo import MongoFiles
from services.kit.papers.press import Press, font_folder, load_fonts
from services.kit.running.platform import Platform
from services.kit.writing.repository import Repository


async def opened_room(
    platform: Platform, mediations: Repository[Mediation], rules: Rules
) -> Room:
    """Raises `RuntimeError` that names the cure for data or a font that is missing."""
    city = platform.settings.city
    writing = Writing(platform.vault, platform.sealer, platform.digests)
    files = MongoFiles(platform.database)
    await files.create_indexes()
    words, log = MongoWords(platform.database), MongoReadLog(platform.database)
    reading = Reading(words, log, platform.vault, platform.clock)
    documents = Documents(
        Press(load_fonts(font_folder()), TEMPLATE),
        Frame(load_facts(city, CENTRE, rules)),
        writing,
        platform.clock,
        reading.recorded_facts,
    )
    return Room(
        load_terms(city, rules),
        writing,
        Scans(mediations, files, platform.vault),
        documents,
        platform.clock,
    )
