"""A gateway for short and spoken messages that only pretends: docs/sms-gateway.md."""
