"""What the centre hands out on paper; set by `services.kit.papers`."""
