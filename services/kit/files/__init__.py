"""Files that people hand over: known by content, cleaned, kept in sealed pieces."""
