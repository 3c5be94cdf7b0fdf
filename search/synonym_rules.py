"""Services that write synonym rules, and the table in force of this process.

Every change stands in the register's log and takes effect in all processes within seconds,
without indexing. What a rule means is the business of `search.synonyms`.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import F
from django.utils.translation import gettext as _

from registry.events import columns_of, event_record
from registry.gazetteer.directory import get_directory
from registry.gazetteer.resolver import resolve
from registry.models import User
from registry.models.choices import PlaceLevel
from registry.services.writing import register_write
from search.analysis import analyse
from search.models import SynonymKind, SynonymRule, SynonymVersion
from search.synonyms import Rule, SynonymTable, WrongRule, parse_held, parse_line, table_of

INITIAL_RULES = Path(__file__).parent / "data" / "synonyms.txt"
# Seconds for which a process believes its table without asking the database.
BELIEVED_FOR = 2.0
_NOT_LOGGED = frozenset({"changed_at"})


class SynonymsRefused(Exception):
    """Nothing was written; `lines` holds (line number, what is wrong) of every wrong line."""

    def __init__(self, lines: Iterable[tuple[int, str]]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(f"{number}: {message}" for number, message in self.lines))


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many rules of a file were new, changed, deleted, or there already."""

    created: int
    changed: int
    deleted: int
    unchanged: int


@register_write
def synonym_rule_save(*, actor: User | None, line: str, pk: int | None = None) -> SynonymRule:
    """Writes a rule given as a line of the text format, new or in place of one.

    The line carries weight and "~" as in a file. Raises SynonymsRefused (line 1).
    """
    rule = _parsed(line)
    row = SynonymRule.objects.select_for_update().get(pk=pk) if pk else SynonymRule()
    if reason := place_refusal(rule):
        raise SynonymsRefused([(1, reason)])
    others = SynonymRule.objects.exclude(pk=row.pk)
    if any(held.meaning == rule.meaning for held in _rules(others)):
        raise SynonymsRefused([(1, _("This rule is there already, perhaps in another order."))])
    _write(row, rule, actor)
    _changed()
    return row


@register_write
def synonym_rule_delete(*, actor: User | None, pk: int) -> None:
    """Deletes a rule; the log keeps what it said."""
    _delete(SynonymRule.objects.select_for_update().get(pk=pk), actor)
    _changed()


@register_write
def synonym_rules_import(*, actor: User | None, text: str, replace: bool = False) -> ImportReport:
    """Writes the rules of a text, all or nothing; `replace` deletes those it does not name.

    A rule that is there already takes weight and force from the text. Raises SynonymsRefused
    with every wrong line.
    """
    rules = {rule.meaning: rule for rule in read_rules(text, place_refusal)}
    rows = SynonymRule.objects.select_for_update().order_by("pk")
    held = {_meaning(row): row for row in rows}
    created = changed = deleted = unchanged = 0
    for meaning, rule in rules.items():
        row = held.get(meaning)
        if row is None:
            _write(SynonymRule(), rule, actor)
            created += 1
        elif (row.kind, row.weight, row.active) != (rule.kind, rule.weight, rule.active):
            _write(row, rule, actor)
            changed += 1
        else:
            unchanged += 1
    if replace:
        for said, row in held.items():
            if said not in rules:
                _delete(row, actor)
                deleted += 1
    if created or changed or deleted:
        _changed()
    return ImportReport(created, changed, deleted, unchanged)


def synonym_rules_export() -> str:
    """Every rule as text; importing it again changes nothing."""
    return "".join(f"{rule.line}\n" for rule in _rules(SynonymRule.objects.order_by("pk")))


def read_rules(text: str, refused: Callable[[Rule], str] = lambda rule: "") -> list[Rule]:
    """The rules of a text in the format. Raises SynonymsRefused with every wrong line.

    `refused` says why a rule that is well formed is wrong all the same; nothing if it is not.
    """
    rules: list[Rule] = []
    lines: dict[object, int] = {}
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        try:
            rule = parse_line(line)
        except WrongRule as error:
            wrong.append((number, str(error)))
            continue
        if rule is None:
            continue
        if rule.meaning in lines:
            message = _("This rule stands in line %(line)d already.")
            wrong.append((number, message % {"line": lines[rule.meaning]}))
            continue
        if reason := refused(rule):
            wrong.append((number, reason))
            continue
        lines[rule.meaning] = number
        rules.append(rule)
    if wrong:
        raise SynonymsRefused(wrong)
    return rules


def place_refusal(rule: Rule) -> str:
    """Why a rule is refused of which a term names a province of any time, or all name places.

    Districts and communes are called like goods and persons (Hoàng Mai), so that one of them
    alone says nothing.
    """
    if rule.kind is SynonymKind.BLOCK:
        return ""
    terms = (*rule.left, *rule.right)
    levels = [_levels_named(term) for term in terms]
    for term, named in zip(terms, levels, strict=True):
        if PlaceLevel.PROVINCE in named or all(levels):
            return _(
                "“%(term)s” is a place. Old and new names of places are known already: "
                "write a rule of goods alone."
            ) % {"term": term}
    return ""


def _levels_named(term: str) -> frozenset[str]:
    """Levels of the provinces and districts that a term surely names."""
    found = resolve(term, directory=get_directory()).candidates
    return frozenset(
        one.place.level
        for one in found
        if one.explains_all
        and one.marks_agree
        and not one.is_correction
        and not one.is_weak
        and one.place.level != PlaceLevel.COMMUNE
        # "longan" is the fruit, whatever Long An is called without a space.
        and (len(analyse(term)) > 1 or len(analyse(one.place.short_name)) == 1)
    )


def _meaning(row: SynonymRule) -> object:
    rule = parse_held(row.rule)
    return rule.meaning if rule else row.rule


def _parsed(line: str) -> Rule:
    try:
        rule = parse_line(line)
    except WrongRule as error:
        raise SynonymsRefused([(1, str(error))]) from error
    if rule is None:
        raise SynonymsRefused([(1, _("The rule is empty."))])
    return rule


def _write(row: SynonymRule, rule: Rule, actor: User | None) -> None:
    before = columns_of(row, leave_out=_NOT_LOGGED) if row.pk else {}
    row.rule, row.kind, row.weight, row.active = rule.text, rule.kind, rule.weight, rule.active
    row.changed_by = actor
    row.save()
    event_record(
        tag="synonym:rule:change" if before else "synonym:rule:create",
        subject=row,
        actor=actor,
        before=before,
        after=columns_of(row, leave_out=_NOT_LOGGED),
    )


def _delete(row: SynonymRule, actor: User | None) -> None:
    event_record(
        tag="synonym:rule:delete",
        subject=row,
        actor=actor,
        before=columns_of(row, leave_out=_NOT_LOGGED),
    )
    row.delete()


def _changed() -> None:
    if not SynonymVersion.objects.filter(pk=1).update(number=F("number") + 1):
        SynonymVersion.objects.create(pk=1, number=1)
    # This process need not wait; should the change be rolled back, the next look mends it.
    forget_table()


def _rules(rows: Iterable[SynonymRule]) -> Iterator[Rule]:
    for row in rows:
        rule = parse_held(row.rule)
        if rule is not None:
            yield Rule(SynonymKind(row.kind), rule.left, rule.right, row.weight, row.active)


@dataclass
class _Kept:
    table: SynonymTable | None = None
    number: int = -1
    asked_at: float = 0.0


_kept = _Kept()
_guard = threading.Lock()


def synonym_table() -> tuple[int, SynonymTable]:
    """The table of this process with its number, at most some seconds behind the rows."""
    now = time.monotonic()
    with _guard:
        if _kept.table is None or now - _kept.asked_at >= BELIEVED_FOR:
            number = SynonymVersion.objects.filter(pk=1).values_list("number", flat=True).first()
            if _kept.table is None or (number or 0) != _kept.number:
                _kept.table = table_of(_rules(SynonymRule.objects.filter(active=True)))
                _kept.number = number or 0
            _kept.asked_at = now
        return _kept.number, _kept.table


def forget_table() -> None:
    """The next question reads the database."""
    with _guard:
        _kept.table, _kept.asked_at = None, 0.0
