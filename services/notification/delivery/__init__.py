"""How messages leave: sorted at a desk, sent by each channel's own line."""
