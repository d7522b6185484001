"""One push: guarded, signed, sent, and whose turn it is."""
