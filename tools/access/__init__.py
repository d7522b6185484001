"""How the tools reach a running platform: as any outsider would, with credentials."""
