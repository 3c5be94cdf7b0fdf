"""Decision numbers in their newer form for comparing; what would collide stays, and is named."""

import re
import sys

from django.db import migrations

from registry.rules.identifiers import decision_number_normalise
from registry.text import clean


def _older(number):
    number = re.sub(r"^\s*(số|so)\s*[:.]?\s+", "", clean(number), flags=re.IGNORECASE)
    number = re.sub(r"[‐‑‒–—−]", "-", number)
    return re.sub(r"\s+", "", number).upper()[:60]


def rewritten(apps, form):
    """Writes every number by a form; returns the keys of those that would collide."""
    decisions = apps.get_model("registry", "Decision").objects.order_by("pk")
    collided = []
    for row in decisions.iterator(chunk_size=2000):
        fresh = form(row.number)
        if fresh == row.number_normalised or not fresh or len(fresh) > 60:
            continue
        same = decisions.filter(
            issuer_id=row.issuer_id,
            number_normalised=fresh,
            signed_on=row.signed_on,
            signed_on_precision=row.signed_on_precision,
        )
        if same.exists():
            collided.append(row.pk)
        else:
            decisions.filter(pk=row.pk).update(number_normalised=fresh)
    if collided:
        sys.stderr.write(
            f"\nDecisions that another of the same issuer, number and day equals: {collided}. "
            "They stay as they were; correct their numbers at the desk.\n"
        )
    return collided


def forward(apps, schema_editor):
    rewritten(apps, decision_number_normalise)


def backward(apps, schema_editor):
    rewritten(apps, _older)


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_act_warnings")]
    operations = [migrations.RunPython(forward, backward)]
