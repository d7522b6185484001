"""The window that rows are handed to is the real one, without infrastructure."""

from tests.intake.conftest import world

__all__ = ["world"]
