"""While it is mediated: when people meet, who reads what they say, what is reported."""
