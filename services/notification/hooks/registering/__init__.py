"""Whose webhooks there are: asked for, shown, changed, sent again."""
