"""A draft or an empty decision can be discarded, and then stands in nobody's way.

Turning it back is refused by the database while any is discarded: put them back first.
"""

import datetime
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0002_corrections'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='certification',
            name='certification_one_per_level_and_round',
        ),
        migrations.RemoveConstraint(
            model_name='certification',
            name='certification_entry_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_identity',
        ),
        migrations.AddField(
            model_name='decision',
            name='is_discarded',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='certification',
            name='entry_state',
            field=models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('discarded', 'Discarded')], default='draft', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='certification',
            constraint=models.UniqueConstraint(condition=models.Q(('grading', 'levels'), ('round__isnull', False), models.Q(('level', ''), _negated=True), ('product__isnull', False), models.Q(('entry_state', 'discarded'), _negated=True)), fields=('product', 'level', 'round'), name='certification_one_per_level_and_round'),
        ),
        migrations.AddConstraint(
            model_name='certification',
            constraint=models.CheckConstraint(condition=models.Q(('entry_state__in', ['draft', 'in_review', 'published', 'discarded'])), name='certification_entry_state_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(models.F('issuer'), models.F('number_normalised'), django.db.models.functions.comparison.Coalesce('signed_on', models.Value(datetime.date(1, 1, 1))), models.F('signed_on_precision'), condition=models.Q(('is_discarded', False)), name='decision_identity'),
        ),
        migrations.AddIndex(
            model_name="certification",
            index=models.Index(fields=["product", "scheme"], name="certification_product_scheme"),
        ),
    ]
