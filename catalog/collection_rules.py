"""The rule of a collection: a search of the catalogue, kept as the address that shows it.

An editor narrows the catalogue until it shows what the collection is to hold, and copies the
address. Decides nothing about what is found: that is the search's, anew for each page.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog import addresses, finding, parameters
from catalog.presenters import ways
from registry.gazetteer.directory import get_directory
from search.query import LISTS, LITERAL, NEAR, RADIUS, SORT, STATUS, Q, Query, parse

_KNOWN = frozenset({Q, *LISTS, NEAR, RADIUS, STATUS, SORT, LITERAL, "trang", ways.LIST_VIEW[0]})


def rule_from(typed: str) -> str:
    """The address of the search without its page; raises ValidationError naming what is wrong."""
    split = urlsplit(typed.strip())
    if split.path and not split.path.endswith(addresses.CATALOGUE):
        raise ValidationError(
            _("This is not an address of the catalogue. Narrow the catalogue to what the "
              "collection shall hold, and copy its address.")
        )  # fmt: skip
    params = QueryDict(split.query)
    query, ignored = parse(params, finding.PageVocabulary(get_directory()))
    for row in (*ignored, *parameters.unknown(params, _KNOWN)):
        raise ValidationError(
            _("“%(param)s=%(value)s” in the address cannot be used: %(reason)s")
            % {"param": row.param, "value": row.value, "reason": row.reason}
        )
    if query.is_empty:
        raise ValidationError(
            _("This address shows the whole catalogue. Narrow it first, then copy its address.")
        )
    return addresses.catalogue(query.replace(page=1).to_params())


def query_of(rule: str) -> Query:
    """What a kept rule asks for today; a value that has gone since is left out."""
    query, _ignored = parse(
        QueryDict(urlsplit(rule).query), finding.PageVocabulary(get_directory())
    )
    return query
