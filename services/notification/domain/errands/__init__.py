"""What people do for a message that no machine could bring: calls, letters, visits."""
