"""Files of rows: CSV, XLSX and JSON lines, packed or not, never whole in memory."""
