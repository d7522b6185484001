"""The ways out of the house: one module for each kind of provider."""
