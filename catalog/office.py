"""The office that runs the site and its notice, in the language of the page.

Pages read it without a query; an editor's change gives it another key (`catalog.editions`).
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import kept
from catalog.days import day_text
from catalog.editions import edition_of

_SECONDS = 60
# A fault is met long after the last page that was made.
_LASTING_SECONDS = 7 * 24 * 3600
REGISTER = "Sổ Vàng"


@dataclass(frozen=True, slots=True)
class Office:
    """Every text may be empty; `notice` stands from its first to its last day, both included."""

    name: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    licence: str = ""
    notice: str = ""
    notice_from: dt.date | None = None
    notice_until: dt.date | None = None

    @property
    def telephone_url(self) -> str:
        return f"tel:{re.sub(r'[^0-9+]', '', self.telephone)}"

    @property
    def has_contact(self) -> bool:
        return bool(self.email or self.telephone or self.address)

    @property
    def author(self) -> str:
        """Who speaks in feeds and data: the office, or the register itself."""
        return self.name or REGISTER

    def notice_on(self, day: dt.date) -> "Notice | None":
        has_begun = self.notice_from is None or self.notice_from <= day
        has_ended = self.notice_until is not None and self.notice_until < day
        if not self.notice or not has_begun or has_ended:
            return None
        return Notice(self.notice, _days_words(self.notice_from, self.notice_until))


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers are told, and for which days; `days` is empty where it has none."""

    text: str
    days: str


def office(request: HttpRequest) -> Office:
    key = f"catalog:office:{get_language()}:{edition_of(request).editors}"
    return kept.kept(key, _made, _SECONDS)


def last_office() -> Office:
    """What pages last showed, from the cache alone; an empty one where it holds none."""
    return kept.kept(_last_key(), Office, 1)


def _made() -> Office:
    found = _office()
    kept.keep(_last_key(), found, _LASTING_SECONDS)
    return found


def _last_key() -> str:
    return f"catalog:office:{get_language()}"


def _office() -> Office:
    from catalog.models import SiteOffice  # the models are loading while this module is

    row = SiteOffice.objects.filter(site__is_default_site=True).first() or SiteOffice()
    is_english = get_language() == "en"

    def told(name: str) -> str:
        english = getattr(row, f"{name}_en") if is_english else ""
        return str(english or getattr(row, name))

    return Office(
        told("name"), row.email, row.telephone, told("address"), told("licence"), told("notice"),
        row.notice_from, row.notice_until,
    )  # fmt: skip


def _days_words(first: dt.date | None, last: dt.date | None) -> str:
    if first and last:
        values = {"first": day_text(first), "last": day_text(last)}
        return _("From %(first)s to the end of %(last)s.") % values
    if first:
        return _("From %(first)s on.") % {"first": day_text(first)}
    return _("To the end of %(last)s.") % {"last": day_text(last)} if last else ""
