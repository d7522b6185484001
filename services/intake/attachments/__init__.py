"""Files that people hand over with a case; `services.kit.files` looks into them."""
