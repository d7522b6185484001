"""Webhooks: what departments and partners are told, pushed to addresses of theirs."""
