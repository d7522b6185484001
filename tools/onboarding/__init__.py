"""How departments join, change their credentials and keys, and leave."""
