"""Files that people hand over with a case: known by content, cleaned, sealed."""
