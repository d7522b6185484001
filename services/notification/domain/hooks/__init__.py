"""Where departments and partners are pushed what concerns them, and each push."""
