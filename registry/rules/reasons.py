"""Whether a reason says anything. Pure."""

from registry.text import clean

# "ok" is no reason; "Sai" may be one.
_FEWEST_LETTERS = 3
_FEWEST_DIFFERENT = 2


def reason_is_given(text: str) -> bool:
    """Whether a text has words enough to be a reason: dots, digits and one key are none."""
    letters = [character for character in clean(text).casefold() if character.isalpha()]
    return len(letters) >= _FEWEST_LETTERS and len(set(letters)) >= _FEWEST_DIFFERENT
