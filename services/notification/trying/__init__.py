"""Trying a text before anybody is told by it: preview, and a test to oneself."""
