"""How services say no."""

from collections.abc import Iterable

from registry.rules.checks import Problem, errors


class Refused(Exception):
    """Nothing was written. `problems` say at which field, why, and what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self.problems))


def refuse_errors(problems: Iterable[Problem]) -> None:
    """Raises Refused if any of the problems is an error."""
    found = errors(problems)
    if found:
        raise Refused(found)
