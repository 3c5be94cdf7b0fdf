"""Product groups as choices: those readers browse by, and those of a scheme on a day.

Codes belong to a version of a taxonomy: a group of 2019 is never offered, taken or shown as
one of 2026. A certification keeps the words of its group; a product its browsing group.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from registry.models import CraftVillage, GroupNode, Product, Scheme, SchemeRegime
from registry.rules.checks import Problem
from registry.rules.validity import DayBounds
from registry.selectors.regimes import regimes_of

# The set of groups that readers browse by.
BROWSING = "sovang"
Choice = tuple[str, str]
Grouped = list[tuple[str, "str | list[Choice]"]]


@dataclass(frozen=True, slots=True)
class SchemeGroup:
    """A group of one version of a scheme's taxonomy, in the words that a certification keeps."""

    taxonomy_id: int
    words: str


@dataclass(frozen=True, slots=True)
class GroupChoices:
    """All that the two selects of a row offer; read once for a page, in three queries."""

    browsing: Grouped
    of_schemes: Grouped
    nodes: dict[str, GroupNode]
    groups: dict[str, SchemeGroup]

    def node(self, key: str) -> GroupNode | None:
        """The browsing group of a posted key; None for nothing or another."""
        return self.nodes.get(key)

    def browsing_key_of(self, subject: Product | CraftVillage | None) -> str:
        """The choice that a subject's group is; "" for none and for one of another set."""
        key = str(subject.group_id) if subject and subject.group_id else ""
        return key if key in self.nodes else ""

    def words(self, key: str) -> str:
        """A scheme's group as a certification keeps it."""
        return self.groups[key].words if key in self.groups else ""

    def key_of(self, words: str, taxonomy_id: int | None) -> str:
        """The group of a version that these words stand for; "" where it has none."""
        wanted = SchemeGroup(taxonomy_id or 0, words)
        return next((key for key, group in self.groups.items() if group == wanted), "")


def group_choices() -> GroupChoices:
    """The choices of today's schemes; each scheme's newest version stands first."""
    nodes = list(GroupNode.objects.select_related("taxonomy", "parent").order_by("position", "pk"))
    browsing = [node for node in nodes if node.taxonomy.code == BROWSING]
    regimes = SchemeRegime.objects.exclude(taxonomy=None).select_related("scheme", "taxonomy")
    versions: dict[tuple[int, int], SchemeRegime] = {}
    for regime in regimes.order_by("scheme__position", "-in_force_from"):
        assert regime.taxonomy_id is not None  # the filter leaves no other
        versions.setdefault((regime.scheme_id, regime.taxonomy_id), regime)
    of_schemes: Grouped = [("", _("Not said"))]
    groups: dict[str, SchemeGroup] = {}
    for (_scheme, taxonomy_id), regime in versions.items():
        of_version = [node for node in nodes if node.taxonomy_id == taxonomy_id]
        assert regime.taxonomy is not None
        for heading, members in _by_parent(of_version):
            label = f"{regime.taxonomy.name_vi}{': ' + heading if heading else ''}"
            of_schemes.append((label, [(str(node.pk), node.label_vi) for node in members]))
        for node in of_version:
            words = f"{node.parent.label_vi}: {node.label_vi}" if node.parent else node.label_vi
            groups[str(node.pk)] = SchemeGroup(taxonomy_id, words)
    return GroupChoices(
        [("", _("Not chosen")), *((str(node.pk), node.label_vi) for node in browsing)],
        of_schemes,
        {str(node.pk): node for node in browsing},
        groups,
    )


def version_problems(
    choices: GroupChoices, key: str, scheme: Scheme, issued: DayBounds
) -> list[Problem]:
    """A group of another version than the one that ruled on the day of issue."""
    group = choices.groups.get(key)
    if group is None:
        return []
    days: Iterable[tuple[dt.date, SchemeRegime | None]] = regimes_of(scheme).within(issued)
    ruling = [regime for _day, regime in days if regime is not None]
    if any(regime.taxonomy_id == group.taxonomy_id for regime in ruling):
        return []
    named = next((regime.taxonomy for regime in ruling if regime.taxonomy), None)
    message = (
        _("On the day of issue other groups were in force: choose one of “%(version)s”.")
        % {"version": named.name_vi}
        if named
        else _(
            "The register does not know the groups of this scheme on the day of issue. "
            "Leave it unsaid."
        )
    )
    return [Problem("group-of-other-version", "scheme_group", message)]


def _by_parent(nodes: list[GroupNode]) -> list[tuple[str, list[GroupNode]]]:
    """Groups under their industry; a version without industries is one list."""
    parents = {node.parent_id for node in nodes} - {None}
    if not parents:
        return [("", nodes)]
    return [
        (above.label_vi, [node for node in nodes if node.parent_id == above.pk])
        for above in nodes
        if above.pk in parents
    ]
