"""What people are asked, what they say, and where they meet."""
