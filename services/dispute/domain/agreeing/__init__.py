"""From a draft to an agreement that binds: words, signatures, the body's seal."""
