"""What a message says: templates, the city's words, and how each form is laid out."""
