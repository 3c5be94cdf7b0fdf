"""The history of a record in words: what each log entry and legal act says, before and after.

Reads names of referred rows once for a whole history. Personal data is never in the log; a
digest that stands for it is said to be withheld.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from registry.events import RESTATED
from registry.models import (
    Authority,
    Certification,
    CraftVillage,
    Decision,
    Establishment,
    Event,
    GroupNode,
    Place,
    Product,
    Scheme,
    SchemeRegime,
    User,
)
from registry.models.choices import (
    ActKind,
    CertificationLevel,
    CraftTitleKind,
    DatePrecision,
    DecisionKind,
    EntryState,
    EvidenceGrade,
    LegalKind,
    PlaceCertainty,
    ProductKind,
    SuccessionReason,
    ValidityBasis,
)

TAGS = {
    "certification:entry:enter": gettext_lazy("Entered as a draft"),
    "certification:entry:edit": gettext_lazy("Draft changed"),
    "certification:entry:submit": gettext_lazy("Submitted for review"),
    "certification:entry:return": gettext_lazy("Returned to the clerk"),
    "certification:entry:discard": gettext_lazy("Draft discarded"),
    "certification:entry:restore": gettext_lazy("Discarded draft put back"),
    "certification:evidence:add": gettext_lazy("Source added"),
    "certification:pending:propose": gettext_lazy("Act proposed"),
    "certification:pending:approved": gettext_lazy("Proposed act approved"),
    "certification:pending:returned": gettext_lazy("Proposed act returned"),
    "decision:record:enter": gettext_lazy("Decision entered"),
    "decision:record:publish": gettext_lazy("Decision published"),
    "decision:record:discard": gettext_lazy("Decision discarded"),
    "decision:record:restore": gettext_lazy("Discarded decision put back"),
    "decision:file:attach": gettext_lazy("File attached"),
    "decision:file:release": gettext_lazy("File shown to the public"),
    "decision:file:withhold": gettext_lazy("File taken back from the public"),
    "product:record:enter": gettext_lazy("Product entered"),
    "product:identifier:add": gettext_lazy("Identifier added"),
    "establishment:record:enter": gettext_lazy("Establishment entered"),
    "craft_village:record:enter": gettext_lazy("Craft village entered"),
    "craft_village:figures:edit": gettext_lazy("Newer figures entered"),
    "craft_village:figures:correct": gettext_lazy("Newer figures approved"),
    **{
        f"{noun}:{verb}": words
        for noun in ("certification", "decision", "product", "establishment", "craft_village")
        for verb, words in {
            "record:edit": gettext_lazy("Changed before anything of it was public"),
            "record:correct": gettext_lazy("Correction approved"),
            "correction:propose": gettext_lazy("Correction proposed"),
            "correction:return": gettext_lazy("Proposed correction returned"),
        }.items()
    },
}
FIELDS = {
    "act": gettext_lazy("Act"),
    "announced_count": gettext_lazy("Announced number"),
    "approved_by_id": gettext_lazy("Approved by"),
    "brand": gettext_lazy("Brand"),
    "certificate_no": gettext_lazy("Certificate number"),
    "certifications": gettext_lazy("Certifications"),
    "code": gettext_lazy("Code"),
    "craft_village_id": gettext_lazy("Craft village"),
    "decision_id": gettext_lazy("Decision"),
    "description": gettext_lazy("Description"),
    "effective_on": gettext_lazy("Takes effect on"),
    "entered_by_id": gettext_lazy("Entered by"),
    "enterprise_number": gettext_lazy("Tax code"),
    "entry_state": gettext_lazy("State of the entry"),
    "figures_on": gettext_lazy("Day of the figures"),
    "file": gettext_lazy("File"),
    "file_sha256": gettext_lazy("SHA-256 of the file"),
    "is_file_public": gettext_lazy("File seen by the public"),
    "grade": gettext_lazy("Grade of evidence"),
    "group_printed": gettext_lazy("Group of the scheme"),
    "ground": gettext_lazy("Ground"),
    "group_id": gettext_lazy("Group"),
    "households_engaged": gettext_lazy("Households in the craft"),
    "households_total": gettext_lazy("Households"),
    "issued_on": gettext_lazy("Issued on"),
    "issuer": gettext_lazy("Issuer"),
    "issuer_id": gettext_lazy("Issuer"),
    "issuer_printed": gettext_lazy("Issuer as printed"),
    "kind": gettext_lazy("Kind"),
    "legal_kind": gettext_lazy("Legal kind"),
    "level": gettext_lazy("Level"),
    "line_no": gettext_lazy("Line"),
    "maker_id": gettext_lazy("Maker"),
    "maker_name_printed": gettext_lazy("Maker as printed"),
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("English name"),
    "name_is_personal": gettext_lazy("The name is a person's name"),
    "note_printed": gettext_lazy("Note as printed"),
    "number": gettext_lazy("Number"),
    "parent_id": gettext_lazy("Parent establishment"),
    "personal_number_digest": gettext_lazy("Personal tax code"),
    "place_at_issue_id": gettext_lazy("Place at issue"),
    "place_certainty": gettext_lazy("Certainty of the place"),
    "place_now_id": gettext_lazy("Place now"),
    "place_printed": gettext_lazy("Place as printed"),
    "place_text": gettext_lazy("Place"),
    "product_id": gettext_lazy("Product"),
    "product_name_printed": gettext_lazy("Product as printed"),
    "proposed_by_id": gettext_lazy("Proposed by"),
    "replaced_by_id": gettext_lazy("Replaced by"),
    "scheme_id": gettext_lazy("Scheme"),
    "signed_on": gettext_lazy("Signed on"),
    "source_title": gettext_lazy("Title of the source"),
    "source_url": gettext_lazy("Address of the source"),
    "stars": gettext_lazy("Stars"),
    "succession_reason": gettext_lazy("Why it was replaced"),
    "title": pgettext_lazy("award", "Title"),
    "trade": gettext_lazy("Trade"),
    "trade_name": gettext_lazy("Trade name"),
    "valid_until": gettext_lazy("First day no longer valid"),
    "validity_basis": gettext_lazy("Basis of the end"),
    "value": gettext_lazy("Value"),
    "warnings_reason": gettext_lazy("Reason in spite of warnings"),
}
_CHOICES: dict[str, Any] = {
    "act": ActKind,
    "entry_state": EntryState,
    "grade": EvidenceGrade,
    "legal_kind": LegalKind,
    "level": CertificationLevel,
    "place_certainty": PlaceCertainty,
    "succession_reason": SuccessionReason,
    "title": CraftTitleKind,
    "validity_basis": ValidityBasis,
}
_KINDS: dict[str, Any] = {"decision": DecisionKind, "product": ProductKind}
# The rows that a column refers to: model and the column that names it.
_REFERRED: dict[str, tuple[Any, str]] = {
    "approved_by_id": (User, "username"),
    "craft_village_id": (CraftVillage, "name"),
    "decision_id": (Decision, "number"),
    "entered_by_id": (User, "username"),
    "group_id": (GroupNode, "label_vi"),
    "issuer_id": (Authority, "name"),
    "maker_id": (Establishment, "name"),
    "place_at_issue_id": (Place, "full_name"),
    "parent_id": (Establishment, "name"),
    "place_now_id": (Place, "full_name"),
    "product_id": (Product, "name"),
    "proposed_by_id": (User, "username"),
    "regime_id": (SchemeRegime, "name_vi"),
    "replaced_by_id": (Certification, "code"),
    "scheme_id": (Scheme, "short_name_vi"),
}
_DATES = {"issued_on", "signed_on", "effective_on", "valid_until", "figures_on"}
_DIGEST_LENGTH = 64
# Texts of which the log has a digest where they are a person's.
_WITHHELD = frozenset(
    {"name", "trade_name", "product_name_printed", "maker_name_printed", "note_printed",
     "place_printed", "source_title"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One column of an entry: its label and its value before and after; "" is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log in words."""

    number: int
    what: str
    who: str
    when: dt.datetime
    reason: str
    changes: tuple[Change, ...] = field(default_factory=tuple)
    is_act: bool = False


def history_words(
    events: Iterable[Event], *, with_people: bool = True, loaded: Iterable[Any] = ()
) -> list[Entry]:
    """Entries in words, newest first; one query for each kind of names, however many entries.

    Names of the rows that the caller has `loaded` already are not asked for again.

    Without people, for readers of another office, no account is named.
    """
    rows = sorted(events, key=lambda event: -event.sequence)
    names = _names(rows, loaded)
    return [_entry(event, names, with_people) for event in rows]


def change_words(
    subject_type: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[Change, ...]:
    """Columns before and after in words, as a history shows them."""
    names = _names_in([before, after])
    return tuple(_changes(subject_type, before, after, names, set()))


def date_words(day: dt.date | None, precision: str) -> str:
    """A date as far as it is known: 05/08/2026, 08/2026, 2026, or "not known"."""
    if day is None or precision == DatePrecision.NONE:
        return _("not known")
    form = {DatePrecision.YEAR: "%Y", DatePrecision.MONTH: "%m/%Y"}
    return day.strftime(form.get(DatePrecision(precision), "%d/%m/%Y"))


def signed_words(decision: Decision) -> str:
    """When a decision was signed, as far as it is known."""
    return date_words(decision.signed_on, decision.signed_on_precision)


def person_words(user: User | None) -> str:
    """The name of an account; the operator at the machine has none."""
    return (user.get_full_name() or user.get_username()) if user else _("operator")


def act_words(act: str) -> str:
    return str(ActKind(act).label)


def _entry(event: Event, names: Mapping[tuple[str, Any], str], with_people: bool) -> Entry:
    act = event.tag.removeprefix("certification:status:")
    is_act = act != event.tag
    before = {**event.before}
    after = {**event.after}
    if is_act:
        # The restated columns say the same as the act's own.
        after.pop(RESTATED, None)
    left_out = set() if with_people else {"entered_by_id", "approved_by_id", "proposed_by_id"}
    what = _("Legal act: %(act)s") % {"act": act_words(act)} if is_act else ""
    if event.tag.startswith("certification:pending:propose"):
        what = _("Act proposed: %(act)s") % {"act": act_words(after["act"])}
    return Entry(
        event.sequence,
        what or str(TAGS.get(event.tag, event.tag)),
        person_words(event.actor) if with_people else "",
        timezone.localtime(event.recorded_at),
        event.reason,
        tuple(_changes(event.subject_type, before, after, names, left_out)),
        is_act,
    )


def _changes(
    subject_type: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[tuple[str, Any], str],
    left_out: set[str],
) -> Iterator[Change]:
    for name in FIELDS:
        if name in left_out or name == "act" or not (name in before or name in after):
            continue
        old = _value(subject_type, name, before, names)
        new = _value(subject_type, name, after, names)
        # Two digests read the same and are not.
        if old != new or (before.get(name) != after.get(name) and name in _WITHHELD):
            yield Change(str(FIELDS[name]), old, new)


def _value(
    subject_type: str,
    name: str,
    columns: Mapping[str, Any],
    names: Mapping[tuple[str, Any], str],
) -> str:
    value = columns.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    if name in _REFERRED:
        return names.get((name, value), str(value))
    if name in _DATES:
        precision = columns.get(f"{name}_precision", DatePrecision.DAY)
        return date_words(dt.date.fromisoformat(str(value)), precision)
    choices = _KINDS.get(subject_type) if name == "kind" else _CHOICES.get(name)
    if choices is not None and value in choices.values:
        return str(choices(value).label)
    text = str(value)
    if name == "personal_number_digest":
        return _("withheld: a person's number")
    if name in _WITHHELD and len(text) == _DIGEST_LENGTH and text.isalnum():
        return _("withheld: a person's name")
    return text


def _names(rows: list[Event], loaded: Iterable[Any]) -> dict[tuple[str, Any], str]:
    states = [columns for event in rows for columns in (event.before, event.after)]
    return _names_in(states, loaded)


def _names_in(
    states: Iterable[Mapping[str, Any]], loaded: Iterable[Any] = ()
) -> dict[tuple[str, Any], str]:
    wanted: dict[tuple[Any, str], set[int]] = defaultdict(set)
    rows = [row for row in loaded if row is not None]
    for columns in states:
        for column, source in _REFERRED.items():
            if isinstance(columns.get(column), int):
                wanted[source].add(columns[column])
    found: dict[tuple[Any, str], dict[int, str]] = {
        source: {row.pk: getattr(row, source[1]) for row in rows if isinstance(row, source[0])}
        for source in wanted
    }
    for source, keys in wanted.items():
        if missing := keys - set(found[source]):
            names = source[0].objects.filter(pk__in=missing).values_list("pk", source[1])
            found[source] |= dict(names)
    return {
        (column, key): name
        for column, source in _REFERRED.items()
        for key, name in found.get(source, {}).items()
    }
