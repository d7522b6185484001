"""What somebody must be warned of when a matter comes in."""
