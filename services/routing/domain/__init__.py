"""Routing's decisions, pure: `(norms, state, input, now) -> Change`."""
