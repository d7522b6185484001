"""Letters that somebody posts or brings: printed for one person, and kept nowhere."""
