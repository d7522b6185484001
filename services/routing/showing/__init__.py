"""How routing is shown: a handling in words, and rows of lists."""
