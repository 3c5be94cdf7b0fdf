"""placeholder"""
from collections.abc import Iterable
def lexicon_of(engine): return None
def corrections(reading, lexicon, synonyms) -> Iterable[str]: return ()
