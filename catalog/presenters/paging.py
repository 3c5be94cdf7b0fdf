"""The pages of a list as links."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.days import number_text


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page; without `url` it is the current one, without `number` a gap."""

    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Paging:
    links: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    range_words: str


def paging(
    page: int, pages: int, total: int, size: int, url_of: Callable[[int], str]
) -> Paging | None:
    """Links to the first, last and neighbouring pages; None where all fits on one."""
    if pages <= 1:
        return None
    near = sorted({1, pages, *(n for n in range(page - 2, page + 3) if 1 <= n <= pages)})
    links: list[PageLink] = []
    before = 0
    for number in near:
        if number > before + 1:
            links.append(PageLink("", ""))
        links.append(PageLink(number_text(number), "" if number == page else url_of(number)))
        before = number
    first, last = (page - 1) * size + 1, min(page * size, total)
    return Paging(
        tuple(links),
        url_of(page - 1) if page > 1 else "",
        url_of(page + 1) if page < pages else "",
        _("%(first)s to %(last)s of %(total)s")
        % {"first": number_text(first), "last": number_text(last), "total": number_text(total)},
    )
