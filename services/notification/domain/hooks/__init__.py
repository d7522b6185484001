"""Where a department is pushed what its topics carry, and each push."""
