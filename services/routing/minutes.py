"""What was said in a joint meeting: kept sealed, read by those who decide."""

from contracts.sealed import Plaintext


class Minutes(Plaintext):
    text: str
