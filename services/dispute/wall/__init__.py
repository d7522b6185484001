"""The wall: what is said in a mediation, sealed; and who has read it."""
