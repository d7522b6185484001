"""`tongban`: what operators and developers ask a running platform."""
