"""Who raises a topic, and whether the host takes it up."""
