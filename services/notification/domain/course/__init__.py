"""When a message leaves, with whom, and for how long what it said is kept."""
