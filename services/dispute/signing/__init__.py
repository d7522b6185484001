"""Beside the decisions: codes, scans and words at rest."""
