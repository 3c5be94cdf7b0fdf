"""What a mistyped code may have been meant to be: one slip of the fingers undone. Pure."""

from registry.rules.identifiers import CODE_ALPHABET, CODE_LENGTH, code_is_valid

# A text longer than this by any slip is no code at all.
_MOST = CODE_LENGTH + 1


def one_slip_away(typed: str) -> tuple[str, ...]:
    """Valid codes that one slip turns into the typed one, normalised as codes are.

    A slip is one wrong sign, two neighbours swapped, one sign left out, or one too many. The
    check character leaves few of them: about ten of three hundred.
    """
    if not CODE_LENGTH - 1 <= len(typed) <= _MOST:
        return ()
    found: dict[str, None] = {}
    for meant in _meant(typed):
        if meant != typed and code_is_valid(meant):
            found.setdefault(meant)
    return tuple(found)


def _meant(typed: str) -> list[str]:
    places = range(len(typed))
    if len(typed) == CODE_LENGTH + 1:
        return [typed[:i] + typed[i + 1 :] for i in places]
    if len(typed) == CODE_LENGTH - 1:
        return [
            typed[:i] + sign + typed[i:] for i in (*places, len(typed)) for sign in CODE_ALPHABET
        ]
    swapped = [typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in places[:-1]]
    return swapped + [typed[:i] + sign + typed[i + 1 :] for i in places for sign in CODE_ALPHABET]
