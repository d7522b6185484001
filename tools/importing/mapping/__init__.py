"""Where each field of the form comes from: a YAML file, checked before it is used."""
