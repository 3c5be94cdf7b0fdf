"""S9 by field: what the index weighs a document without each field, of the same documents.

An index of one segment is made of them anew for every field, so the figures are of the same
kind; what is left are the terms that several fields share and the library's own tables.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from benchmarks.search.table import Row
from search.engines.base import Document
from search.schema import FIELDS

_DOCUMENTS = 20_000
_LEAST = 1.0


def measure(folder: Path) -> list[Row]:
    from benchmarks.search.updates import prepared
    from registry.selectors.items import item_refs
    from search.loading import rare_collections

    with rare_collections():
        documents = list(prepared(list(islice(item_refs(), _DOCUMENTS))))
        whole = _bytes(documents, folder)
        saved = {
            field.name: whole - _bytes(_without(documents, field.name), folder)
            for field in FIELDS
            if field.name not in ("ref", "version")
        }
    print(f"bytes a document of {len(documents)}: {whole:.0f}, of which")
    for name in sorted(saved, key=lambda name: -saved[name]):
        if saved[name] >= _LEAST:
            print(f"  {name:<14} {saved[name]:6.1f}")
    return []


def _without(documents: Sequence[Document], name: str) -> list[Document]:
    return [
        replace(one, fields={key: value for key, value in one.fields.items() if key != name})
        for one in documents
    ]


def _bytes(documents: Sequence[Document], folder: Path) -> float:
    from search.engines import tantivy

    path = folder / "weighed"
    path.mkdir()
    bulk = tantivy.BulkWriter(path)
    for one in documents:
        bulk.add(one)
    bulk.finish()
    size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    shutil.rmtree(path)
    return size / len(documents)
