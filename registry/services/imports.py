"""Recording what an import did with each line."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from registry.events import columns_of, event_record
from registry.models import Certification, ImportBatch, ImportRow, User
from registry.models.choices import RowOutcome
from registry.services.writing import register_write


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one line, and why where it is not public."""

    line_no: int
    outcome: RowOutcome
    certification: Certification | None
    reasons: list[str]


@register_write
def import_record(
    *,
    actor: User,
    kind: str,
    file_name: str,
    file_sha256: str,
    results: Sequence[RowResult],
) -> ImportBatch:
    """Keeps a batch with its lines; the same file is recorded once per kind."""
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name,
        file_sha256=file_sha256,
        entered_by=actor,
        counts=dict(Counter(str(result.outcome) for result in results)),
    )
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=batch,
                line_no=result.line_no,
                outcome=result.outcome,
                certification=result.certification,
                reasons=result.reasons,
            )
            for result in results
        ],
        batch_size=500,
    )
    event_record(tag="import:batch:record", subject=batch, actor=actor, after=columns_of(batch))
    return batch
