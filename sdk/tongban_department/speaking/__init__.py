"""What a department learns of its tasks, and what it says of them."""
