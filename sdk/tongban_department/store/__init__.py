"""What the program must not forget, in one small SQLite file of its own."""

from tongban_department.store.store import Store

__all__ = ["Store"]
