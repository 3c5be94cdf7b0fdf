"""How services say no, and the checks of plain text that they share."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from registry.rules.checks import Problem, errors
from registry.text import clean, has_control_characters


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


def text_problems(texts: Mapping[str, str], limits: Mapping[str, int]) -> list[Problem]:
    """Control characters and over-long texts, by field."""
    problems = []
    for field, text in texts.items():
        if has_control_characters(text):
            problems.append(
                Problem(
                    "control-characters",
                    field,
                    _("It holds invisible control characters. Type the text again."),
                )
            )
        limit = limits.get(field, 300)
        if len(clean(text)) > limit:
            problems.append(
                Problem(
                    "too-long",
                    field,
                    _("It is longer than %(limit)d characters. Shorten it.") % {"limit": limit},
                )
            )
    return problems


def required_problem(field: str, text: str) -> list[Problem]:
    if clean(text):
        return []
    return [Problem("required", field, _("This is empty. Fill it in."))]
