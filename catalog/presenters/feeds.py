"""Atom feeds (RFC 4287) from entries: titles, sentences and ids that never change. No query."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog import addresses
from catalog.feeds import CHANGED, ENDED, KINDS, NEW, FeedEntry, feed_moment
from catalog.language import in_english
from catalog.office import Office
from catalog.page_head import FeedLink, absolute
from catalog.presenters.grades import entry_title
from catalog.presenters.state import verdict
from registry.models.choices import ActKind


def feed_links(place_id: str = "", place_name: str = "") -> tuple[FeedLink, ...]:
    """The feeds of the whole register or of a unit, for a page and for its head."""
    return tuple(
        FeedLink(feed_title(kind, place_name), _in_this_language(addresses.feed(kind, place_id)))
        for kind in KINDS
    )


def feed_title(kind: str, place_name: str = "") -> str:
    title = {
        NEW: _("New certifications"),
        ENDED: _("Certifications that have ended"),
        CHANGED: _("Changed certifications"),
    }[kind]
    return f"{title}: {place_name}" if place_name else title


def atom_text(
    kind: str,
    entries: Sequence[FeedEntry],
    on: dt.date,
    office: Office,
    recorded_at: dt.datetime | None,
    place_id: str = "",
    place_name: str = "",
) -> str:
    """The feed as a document; an entry's id is made of the code and the act, never of a name."""
    url = absolute(_in_this_language(addresses.feed(kind, place_id)))
    page = addresses.place(place_id) if place_id else addresses.FOLLOW
    feed = Atom1Feed(
        title=f"Sổ Vàng. {feed_title(kind, place_name)}",
        link=absolute(_in_this_language(page)),
        feed_url=url,
        feed_guid=url,
        description=None,
        subtitle=_("From the public register of certified rural products."),
        language=get_language(),
        author_name=office.author,
        author_email=office.email or None,
        author_link=absolute(_in_this_language(addresses.HOME)),
        feed_copyright=office.licence or None,
    )
    for entry in entries:
        c = entry.record.certification
        name = c.product_name_printed
        feed.add_item(
            title=_("%(name)s, %(grade)s: %(act)s")
            % {"name": name, "grade": entry_title(c), "act": _act_words(entry.act)},
            link=absolute(_in_this_language(addresses.certificate(c.code))),
            # The element says that it holds HTML.
            description=escape(
                " ".join([verdict(entry.record, name, on).sentence, *_place_words(c.place_printed)])
            ),
            unique_id=_entry_id(entry),
            pubdate=entry.at,
            updateddate=entry.at,
            categories=[entry_title(c)],
        )
    feed.latest_post_date = lambda: feed_moment(entries, recorded_at)  # type: ignore[method-assign]
    return feed.writeString("utf-8")


def _in_this_language(path: str) -> str:
    """The address in the language of this feed: a program that reads feeds keeps no choice."""
    return in_english(path) if get_language() == "en" else path


def _place_words(printed: str) -> list[str]:
    return [_("Place as printed: %(place)s.") % {"place": printed}] if printed else []


def _entry_id(entry: FeedEntry) -> str:
    """A tag URI (RFC 4151): the site, the certificate and what happened, once."""
    host = urlsplit(settings.BASE_URL).hostname
    number = entry.event.pk if entry.event else entry.at.date().isoformat()
    language = "/en" if get_language() == "en" else ""
    return f"tag:{host},2026:c/{entry.record.certification.code}/{entry.act}/{number}{language}"


def _act_words(act: str) -> str:
    return {
        ActKind.ISSUE: _("newly entered"),
        ActKind.CORRECT: _("corrected"),
        ActKind.EXTEND: _("extended"),
        ActKind.SUSPEND: _("suspended"),
        ActKind.REINSTATE: _("suspension lifted"),
        ActKind.WITHDRAW: _("withdrawn"),
        ActKind.SURRENDER: _("given back"),
        ActKind.SUPERSEDE: _("replaced"),
        ActKind.ANNUL: _("annulled"),
        "expire": _("validity ended"),
    }[act]
