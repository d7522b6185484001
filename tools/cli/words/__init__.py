"""What a fact means, in a sentence anybody understands."""

from tools.cli.words.sentences import SENTENCES
from tools.cli.words.telling import HERE, LANGUAGES, Words, words_of

__all__ = ["HERE", "LANGUAGES", "SENTENCES", "Words", "words_of"]
