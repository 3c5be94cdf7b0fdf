"""The list of published sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from catalog.days import number_text
from catalog.selection import SourceRow


@dataclass(frozen=True, slots=True)
class SourceLine:
    title: str
    url: str
    host: str
    count: str


def source_rows(rows: Iterable[SourceRow]) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            row.title or row.url,
            row.url,
            urlsplit(row.url).netloc.removeprefix("www."),
            number_text(row.certifications),
        )
        for row in rows
    )
