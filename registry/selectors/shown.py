"""What a review page shows, as digests that its form carries back.

What is published must be what a person saw. It must not judge; `services.publication`
refuses what changed meanwhile.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from registry.events import canonical_json, columns_of
from registry.models import Certification, Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """Digests as a page carried them: of each certification by its key, and of the decision."""

    rows: Mapping[int, str]
    header: str


def row_digest(row: Certification) -> str:
    """Of a certification with its subject, maker and sources as they stand now."""
    subject = row.product or row.craft_village
    maker = row.product.maker if row.product else None
    sources = sorted(row.evidence.all(), key=lambda source: source.pk)
    return _digest(
        {
            "certification": columns_of(row),
            "subject": columns_of(subject) if subject else None,
            "maker": columns_of(maker) if maker else None,
            "sources": [columns_of(source) for source in sources],
        }
    )


def header_digest(decision: Decision) -> str:
    return _digest({"decision": columns_of(decision)})


def _digest(value: Mapping[str, object]) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()
