"""What happens at the window before the city takes a matter up."""
