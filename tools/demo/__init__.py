"""`make demo`: a small city at work, from the window to the last letter."""
