"""Who mediates: whom the parties want, whom the body appoints, who takes it."""
