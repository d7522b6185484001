"""Mediation: pure decisions, `(state, input, now) -> Change`."""
