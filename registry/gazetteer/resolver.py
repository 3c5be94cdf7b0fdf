"""Free text to ranked places of both eras, with their successors; never silently the first.

`resolve` serves people; `resolve_in_query` serves the search box and takes a place only where
the text surely means one; `resolve_printed` serves certificates. None of them writes or asks
another service.
"""

import datetime as dt

from registry.gazetteer.candidates import SURE, Candidate, Resolution, ranked
from registry.gazetteer.directory import PlaceDirectory, get_directory
from registry.gazetteer.printed import PrintedPlace, resolve_printed

__all__ = [
    "SURE",
    "Candidate",
    "PrintedPlace",
    "Resolution",
    "resolve",
    "resolve_in_query",
    "resolve_printed",
]


def resolve(
    text: str,
    *,
    limit: int = 5,
    era: str | None = None,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Candidates for a place text. `era` keeps one era's units; `on` prefers those of a day."""
    directory = directory or get_directory()
    found = ranked(text, directory, era, on, correct=True)
    kept = [c for c in found if not (c.is_weak and not c.marks_agree)]
    return Resolution(text, tuple(kept[:limit]))


def resolve_in_query(
    text: str,
    *,
    limit: int = 5,
    on: dt.date | None = None,
    directory: PlaceDirectory | None = None,
) -> Resolution:
    """Places that a search query surely names: with a type word, a parent, or a whole comma
    part, marks agreeing where typed. The others are in `suggested`."""
    directory = directory or get_directory()
    found = ranked(text, directory, None, on, correct=False)
    sure = [c for c in found if not c.is_weak and c.marks_agree and not c.is_correction]
    sure_ids = {c.place.id for c in sure}
    others = [c for c in found if c.place.id not in sure_ids and c.marks_agree]
    return Resolution(text, tuple(sure[:limit]), tuple(others[:limit]))
