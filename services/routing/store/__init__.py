"""Routing's collections: every query passes a filter made of who asks."""
