"""Where people's words are taken in: sealed first, then decided upon."""
