"""Opening what is ours."""

from sealing.jwe import FOR_A_READER, T, decrypted
from sealing.keys import private_keys


class Opener:
    """Opens what was sealed for this reader.

    `private_keys` is one private JWK, or a JWK set while keys are being changed: put
    the new key first, keep the old one until nothing sealed for it is left on a topic.
    """

    def __init__(self, private_key: str) -> None:
        self._keys = private_keys(private_key)

    def open(self, sealed: str, model: type[T]) -> T:
        """Raises `Unreadable`, which holds no value, or `SealedForAnother` of them."""
        return decrypted(FOR_A_READER, self._keys, sealed, model)
