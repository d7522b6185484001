"""Webhooks: what a department is told, pushed to addresses of its own."""
