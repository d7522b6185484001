"""What was promised, and whether it is kept."""
