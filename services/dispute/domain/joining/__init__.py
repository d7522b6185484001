"""Who the parties are, and whether they want to mediate."""
