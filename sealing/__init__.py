"""How a `Sealed` field is made and opened: one way, for the city and for its readers.

Imports contracts and joserfc, and travels in the wheel of the departments' SDK.
"""
