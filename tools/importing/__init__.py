"""Matters of other systems and former days, brought in through the one window."""
