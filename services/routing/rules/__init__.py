"""The city's decision tables: who gets a case, and for how long."""
