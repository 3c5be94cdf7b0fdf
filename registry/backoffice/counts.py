"""What a decision announces beside what was entered and published of it, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from registry.models import Decision
from registry.models.choices import DecisionKind, EntryState

# Rows that hold the state of an entry under "state".
Lines = Iterable[Mapping[str, Any]]


def count_words(decision: Decision, lines: Lines) -> str:
    """Announced, entered and published, such as "announced 12, entered 11, published 10"."""
    entered, published = _counted(lines)
    values = {
        "announced": decision.announced_count,
        "entered": entered,
        "published": published,
    }
    if decision.announced_count is None:
        return _("entered %(entered)d, published %(published)d") % values
    return _("announced %(announced)d, entered %(entered)d, published %(published)d") % values


def count_warning(decision: Decision, lines: Lines) -> str:
    """Why the three numbers differ, and what to do; empty where they agree."""
    announced = decision.announced_count
    if decision.kind != DecisionKind.RECOGNISE or decision.is_discarded or announced is None:
        return ""
    entered, published = _counted(lines)
    values = {
        "announced": announced,
        "entered": entered,
        "published": published,
        "missing": announced - entered,
        "surplus": entered - announced,
        "waiting": entered - published,
    }
    if entered < announced:
        return (
            _(
                "The paper announces %(announced)d and %(entered)d are entered: %(missing)d are "
                "missing. Add them, or compare the number with the paper."
            )
            % values
        )
    if entered > announced:
        return (
            _(
                "The paper announces %(announced)d and %(entered)d are entered: %(surplus)d too "
                "many. Look for lines entered twice, or compare the number with the paper."
            )
            % values
        )
    if published < entered:
        return _("All are entered, and %(waiting)d of them are not published yet.") % values
    return ""


def _counted(lines: Lines) -> tuple[int, int]:
    states = [line["state"] for line in lines if line["state"] != EntryState.DISCARDED]
    return len(states), states.count(EntryState.PUBLISHED)
