"""A topic's course: pure decisions, `(state, input, now) -> Change`."""
