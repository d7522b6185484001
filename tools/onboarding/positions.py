"""What routing knows by its place on a department's topics goes with the topics.

A department that joins again has topics whose offsets begin anew: an event at a place
that is noted already would count as kept, and a cursor would skip it.
"""

import re

from tools.access.installation import Installation
from tools.cli.databases import databases


def forget_positions(installation: Installation, code: str) -> None:
    """Copies in the feed, where each begins, and what was parked or recorded."""
    with databases(installation) as services:
        routing = services["routing"]
        own = {"_id": {"$regex": rf"^departments\.{re.escape(code)}\."}}
        for collection in ("feed", "parked"):
            routing[collection].delete_many(own)
        routing["feed_cuts"].delete_one({"_id": code})
