"""Messages and contacts: pure decisions, `(state, input, now) -> Change`."""
