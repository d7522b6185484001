"""Deliberation (有事来商量): from what people raise to what was promised and kept."""
