"""What a department is told, for those who read it over HTTP: the same, in order."""
