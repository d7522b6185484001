"""After an agreement: its duties, and what a court says of it."""
