"""What a record's page tells of its certificates: facts, entries, history, places, sources."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalog.components.lists import status
from catalog.markup import EMPTY, Pattern, joined
from catalog.presenters.corrections import TimelineItem
from catalog.presenters.entries import Entry, Fact, Source
from catalog.presenters.makers import NamedEntry
from catalog.presenters.places import ThenNow
from catalog.typography import keep_numbers

_LINK = Pattern('<a href="{url}">{words}</a>')
_CODE_LINK = Pattern('<a class="code" href="{url}">{words}</a>')
_CODE = Pattern('<span class="code">{words}</span>')
_TIME = Pattern('<time datetime="{machine}">{words}</time>')
_FACT = Pattern("<dt>{term}</dt><dd>{value}</dd>")
_FACTS = Pattern('<dl class="facts{kind}">{facts}</dl>')
_WIDE, _HEAD = SafeString(" facts--wide"), SafeString(" facts--head")
_ENTRY = Pattern("""
<li class="entry"><p class="entry__year num{unknown}">{year}</p><div><h3 class="entry__title">\
{mark}<span>{words}</span></h3>{about}{status}</div>{facts}</li>""")
_ABOUT = Pattern('<p><a href="{url}">{name}</a></p>')
_UNKNOWN_YEAR = SafeString(" entry__year--unknown")
_ENTRIES = Pattern('<ol class="entries">{entries}\n</ol>')
_TIMELINE = Pattern('<ol class="timeline">{items}\n</ol>')
_ITEM = Pattern("\n<li{mark}>{when}{text}{link}</li>")
_MARK = Pattern(' class="{mark}"')
_WHEN = Pattern('<span class="quiet small">{when}</span><br>')
_SPACED_LINK = Pattern(' <a href="{url}">{words}</a>')
_SOURCES = Pattern('<ul class="sources">{sources}</ul>')
_SOURCE = Pattern('<li>{title}<br><span class="small quiet">{host}{grade}{retrieved}.</span></li>')
_SOURCE_LINK = Pattern('<a href="{url}" rel="nofollow noopener external">{title}</a>')
_PARAGRAPH = Pattern("<p>{words}</p>")
_THEN_NOW = Pattern(
    '<div class="thennow"><div><p class="thennow__when">{when}</p>'
    '<p class="thennow__place">{then}</p><small>{then_note}</small></div>'
    '<div class="thennow__now"><p class="thennow__when">{now_lead}</p>{now}{now_note}</div></div>'
)
_PLACE = Pattern('<p class="thennow__place">{place}</p>')
_SMALL = Pattern("<small>{words}</small>")


def facts_in_head(facts: Iterable[Fact]) -> SafeString:
    """Terms and values below the name of a record."""
    return _FACTS(kind=_HEAD, facts=_facts(facts))


def facts_wide(facts: Iterable[Fact]) -> SafeString:
    """Terms and values as a part of a page."""
    return _FACTS(kind=_WIDE, facts=_facts(facts))


def facts_of_entry(facts: Iterable[Fact]) -> SafeString:
    """Facts of one certificate in the ledger."""
    return _FACTS(kind=EMPTY, facts=_facts(facts))


def entries(found: Iterable[Entry]) -> SafeString:
    """Certificates as entries of the ledger."""
    return _ENTRIES(entries=joined(map(_entry, found)))


def named_entries(found: Iterable[NamedEntry]) -> SafeString:
    """The same with the name of what each certificate is about."""
    return _ENTRIES(
        entries=joined(_entry(row.entry, _ABOUT(url=row.url, name=row.name)) for row in found)
    )


def _entry(entry: Entry, about: SafeString = EMPTY) -> SafeString:
    return _ENTRY(
        unknown=EMPTY if entry.is_year_known else _UNKNOWN_YEAR,
        year=entry.year,
        mark=entry.grade.mark,
        words=entry.grade.words,
        about=about,
        status=status(entry.state),
        facts=facts_of_entry(entry.facts),
    )


def timeline(items: Iterable[TimelineItem]) -> SafeString:
    return _TIMELINE(
        items=joined(
            _ITEM(
                mark=_MARK(mark=item.mark) if item.mark else EMPTY,
                when=_TIME(machine=item.machine, words=item.when)
                if item.machine
                else _WHEN(when=item.when),
                text=keep_numbers(item.text),
                link=_SPACED_LINK(url=item.url, words=keep_numbers(item.link))
                if item.url
                else EMPTY,
            )
            for item in items
        )
    )


def sources(found: Iterable[Source]) -> SafeString:
    pieces = joined(map(_source, found))
    if not pieces:
        return _PARAGRAPH(words=_("The source of this entry is not recorded."))
    return _SOURCES(sources=pieces)


def then_now(place: ThenNow | None) -> SafeString:
    """Where it was recognised, and what that place is now."""
    if place is None:
        return _PARAGRAPH(words=_("The source does not name the place of production."))
    then = (
        _LINK(url=place.then_url, words=place.then_words)
        if place.then_url
        else place.then_words or _("Not known")
    )
    units = joined(_PLACE(place=_LINK(url=unit.url, words=unit.words)) for unit in place.now)
    return _THEN_NOW(
        when=_("When it was recognised"),
        then=then,
        then_note=place.then_note,
        now_lead=place.now_lead,
        now=units or _PLACE(place=_("Not known")),
        now_note=_SMALL(words=place.now_note) if place.now_note else EMPTY,
    )


def _facts(facts: Iterable[Fact]) -> SafeString:
    return joined(_FACT(term=fact.term, value=_value(fact)) for fact in facts)


def _value(fact: Fact) -> str:
    if fact.url:
        return (_CODE_LINK if fact.is_code else _LINK)(url=fact.url, words=keep_numbers(fact.value))
    if fact.is_code:
        return _CODE(words=fact.value)
    return (
        _TIME(machine=fact.machine, words=keep_numbers(fact.value))
        if fact.machine
        else keep_numbers(fact.value)
    )


def _source(source: Source) -> SafeString:
    return _SOURCE(
        title=_SOURCE_LINK(url=source.url, title=source.title) if source.url else source.title,
        host=f"{source.host}: " if source.host else "",
        grade=source.grade,
        retrieved=f", {source.retrieved}" if source.retrieved else "",
    )
