"""One of several ways to see the same thing, as a link."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switch:
    words: str
    url: str
    is_current: bool
