"""How a mediation ends, and the word on its task."""
