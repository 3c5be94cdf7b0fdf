"""Tags that place the components of `catalog.components`. No tag makes a query."""

from django import template

from catalog.components import filters, frame, ledger, links, lists, machines

register = template.Library()
register.simple_tag(filters.facets)
register.simple_tag(frame.crumbs, name="way")
register.simple_tag(frame.kept, takes_context=True)
register.simple_tag(ledger.entries, name="ledger")
register.simple_tag(ledger.facts_in_head)
register.simple_tag(ledger.facts_of_entry)
register.simple_tag(ledger.facts_wide)
register.simple_tag(ledger.named_entries)
register.simple_tag(ledger.sources, name="sources_list")
register.simple_tag(ledger.then_now)
register.simple_tag(ledger.timeline)
register.simple_tag(links.chips)
register.simple_tag(links.choices)
register.simple_tag(links.hidden_fields)
register.simple_tag(links.pages)
register.simple_tag(links.switches)
register.simple_tag(lists.levels)
register.simple_tag(lists.lines)
register.simple_tag(lists.rows)
register.simple_tag(lists.tiles)
register.simple_tag(machines.machines, takes_context=True)
