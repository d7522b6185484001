"""Ratios measured in one run; run by `make bench`, never as part of `make test`."""

from tests.integration.conftest import mongo_uri, stack

__all__ = ["mongo_uri", "stack"]
