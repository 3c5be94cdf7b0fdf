"""Entries that editors name by their codes: loaded for a whole page at once.

A page that names many entries in several blocks takes as many queries as one that names one.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail import blocks

from catalog import photos
from catalog.blocks.codes import RecordCodeBlock
from registry.selectors.items import ItemRecord, craft_village_ref, listed_items, product_ref


def records_by_code(codes: Iterable[str]) -> dict[str, ItemRecord]:
    """The public entries among the codes, with their first photographs; others are left out."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    if not wanted:
        return {}
    refs = [ref(code) for code in wanted for ref in (product_ref, craft_village_ref)]
    found = listed_items(refs)
    photos.load_first(found.values())
    return {record.subject.code: record for record in found.values()}


def codes_in(stream: Any) -> Iterator[str]:
    """Every code in the blocks of a body."""
    for child in stream:
        yield from _codes(child.block, child.value)


def _codes(block: blocks.Block, value: Any) -> Iterator[str]:
    if isinstance(block, RecordCodeBlock):
        yield value
    elif isinstance(block, blocks.ListBlock):
        for one in value:
            yield from _codes(block.child_block, one)
    elif isinstance(block, blocks.StructBlock) and isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from _codes(child, value.get(name))
