"""What a collection holds today: the entries picked by hand, and those that its rule finds."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import finding, photos
from catalog.chosen import records_by_code
from catalog.collection_rules import query_of
from catalog.days import number_text
from catalog.presenters.chosen import chosen_list
from registry.gazetteer.directory import get_directory
from registry.selectors.items import ItemRecord, listed_items


def collected(page: Any, known: Mapping[str, ItemRecord]) -> dict[str, Any]:
    """`known` are entries that the introduction has named and loaded already."""
    on, directory = timezone.localdate(), get_directory()
    picked = [(one.value["code"], one.value["note"]) for one in page.items]
    found = dict(known) | records_by_code(code for code, _note in picked if code not in known)
    context: dict[str, Any] = {"picked": chosen_list(picked, found, directory, on)}
    if not page.rule:
        return context
    results = finding.results(query_of(page.rule))
    if results is None:
        return context | {"rule_is_down": True}
    codes = {code for code, _note in picked}
    refs = [ref for ref in results.refs if ref.partition(":")[2] not in codes][: page.rule_most]
    records = listed_items(refs)
    photos.load_first(records.values())
    by_code = {record.subject.code: record for record in records.values()}
    rows = [(code, "") for code in by_code]
    return context | {
        "ruled": chosen_list(rows, by_code, directory, on),
        "rule_url": page.rule,
        "rule_words": _("All %(count)s in the catalogue") % {"count": number_text(results.total)},
    }
