"""Open311 GeoReport v2: other people's apps hand matters over at the same window."""
