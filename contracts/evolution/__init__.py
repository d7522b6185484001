"""The gate every change of a contract passes: `python -m contracts.evolution`.

A writer may add an optional field and nothing else; whatever else changes is written as
a new version beside the old one.
"""
