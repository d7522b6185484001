"""Agreements over HTTP: in writing, on paper, and afterwards."""

from services.dispute.api.agreeing import (
    agreements,
    confirmation,
    documents,
    performance,
    scans,
)

ROOMS = (agreements, scans, performance, confirmation, documents)
