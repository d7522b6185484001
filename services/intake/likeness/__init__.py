"""Whether somebody has handed the same matter in before, and how many others have."""
