"""Trying rules before they are in force: on examples, past cases, messages."""
