"""Stories, collections and stories of records; the parts of the first page become blocks.

The first page of a site showed the parts of the register below what editors wrote there. Now
each part is a block: those that stood there by themselves are put there, in the page and in its
revisions, so that it looks as before. The way back takes the blocks out again.
"""

import json

import django.db.models.deletion
import django.utils.timezone
import uuid
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


# Before and after what editors have written, in the order in which the parts stood.
ABOVE = ("search_verify",)
BELOW = ("groups", "newest", "marks", "ending", "villages", "figures", "places")
OPTIONS = {
    "search_verify": {"search": True, "verify": True, "example": "ca phe lam dong"},
    "newest": {"heading": "", "how_many": 4},
    "ending": {"heading": "", "how_many": 4},
    "villages": {"heading": "", "how_many": 4},
    "marks": {"heading": "", "levels": True, "stars": True, "titles": True},
}


def with_parts(blocks):
    if any(block["type"] in (*ABOVE, *BELOW) for block in blocks):
        return blocks

    def part(name):
        value = dict(OPTIONS.get(name, {"heading": ""}))
        return {"type": name, "value": value, "id": str(uuid.uuid4())}

    return [*map(part, ABOVE), *blocks, *map(part, BELOW)]


def without_parts(blocks):
    return [block for block in blocks if block["type"] not in (*ABOVE, *BELOW)]


def change_bodies(apps, change):
    pages = apps.get_model("catalog", "HomePage").objects.all()
    for page in pages:
        page.body = json.dumps(change(list(page.body.raw_data)))
        page.save(update_fields=["body"])
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type__app_label="catalog", content_type__model="homepage"
    )
    for revision in revisions:
        blocks = json.loads(revision.content.get("body") or "[]")
        revision.content["body"] = json.dumps(change(blocks))
        revision.save(update_fields=["content"])


def put_parts(apps, schema_editor):
    change_bodies(apps, with_parts)


def take_parts(apps, schema_editor):
    change_bodies(apps, without_parts)


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_photographs_of_records'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='explanationpage',
            options={'verbose_name': 'explanation page', 'verbose_name_plural': 'explanation pages'},
        ),
        migrations.AddField(
            model_name='explanationpage',
            name='image',
            field=models.ForeignKey(blank=True, help_text='Shown once its alternative text, rights holder and consent are filled in.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.catalogimage', verbose_name='image'),
        ),
        migrations.AddField(
            model_name='explanationpage',
            name='is_illustrative',
            field=models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text'),
        ),
        migrations.AlterField(
            model_name='explanationpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7), ('cards', 16), ('call', 18), ('chosen_products', 22), ('chosen_villages', 25), ('chosen_stories', 28), ('chosen_collections', 31)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 10: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 12: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('page', 11), ('address', 12)]], {'label': 'Link'}), 14: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('link', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('heading', 8), ('cards', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('text', 10), ('words', 17), ('link', 13)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 20: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 21)]], {}), 23: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 27)]], {}), 29: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 30)]], {})}, verbose_name='body'),
        ),
        migrations.AlterField(
            model_name='explanationpage',
            name='lead',
            field=models.CharField(blank=True, help_text='One or two sentences; they stand below the title and on cards.', max_length=300, verbose_name='lead'),
        ),
        migrations.AlterField(
            model_name='homepage',
            name='body',
            field=wagtail.fields.StreamField([('search_verify', 3), ('groups', 5), ('newest', 7), ('marks', 11), ('ending', 7), ('villages', 7), ('figures', 5), ('places', 5), ('heading', 12), ('subheading', 13), ('paragraph', 14), ('notice', 15), ('image', 16), ('quote', 19), ('cards', 28), ('call', 30), ('chosen_products', 34), ('chosen_villages', 37), ('chosen_stories', 40), ('chosen_collections', 43)], blank=True, block_lookup={0: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Search field', 'required': False}), 1: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Field for a code', 'required': False}), 2: ('catalog.blocks.text.FixedCharBlock', (), {'default': 'ca phe lam dong', 'help_text': 'Shown as a link below the field; better one without accents.', 'label': 'Example of a search', 'max_length': 60, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('search', 0), ('verify', 1), ('example', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 80, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('heading', 4)]], {}), 6: ('wagtail.blocks.IntegerBlock', (), {'default': 4, 'label': 'How many at most', 'max_value': 12, 'min_value': 1}), 7: ('wagtail.blocks.StructBlock', [[('heading', 4), ('how_many', 6)]], {}), 8: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Levels of rural industry', 'required': False}), 9: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Stars of OCOP', 'required': False}), 10: ('wagtail.blocks.BooleanBlock', (), {'default': True, 'label': 'Titles of craft villages', 'required': False}), 11: ('wagtail.blocks.StructBlock', [[('heading', 4), ('levels', 8), ('stars', 9), ('titles', 10)]], {}), 12: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 13: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 14: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 15: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 16: ('wagtail.images.blocks.ImageBlock', [], {}), 17: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 18: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('quote', 17), ('source', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 21: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 22: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 23: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 24: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 25: ('wagtail.blocks.StructBlock', [[('page', 23), ('address', 24)]], {'label': 'Link'}), 26: ('wagtail.blocks.StructBlock', [[('title', 21), ('text', 22), ('link', 25)]], {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 20), ('cards', 27)]], {}), 29: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 30: ('wagtail.blocks.StructBlock', [[('text', 22), ('words', 29), ('link', 25)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 32: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 33: ('wagtail.blocks.ListBlock', (32,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 34: ('wagtail.blocks.StructBlock', [[('heading', 31), ('items', 33)]], {}), 35: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 36: ('wagtail.blocks.ListBlock', (35,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 37: ('wagtail.blocks.StructBlock', [[('heading', 31), ('items', 36)]], {}), 38: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 39: ('wagtail.blocks.ListBlock', (38,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 40: ('wagtail.blocks.StructBlock', [[('heading', 31), ('pages', 39)]], {}), 41: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 42: ('wagtail.blocks.ListBlock', (41,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 43: ('wagtail.blocks.StructBlock', [[('heading', 31), ('pages', 42)]], {})}, verbose_name='parts of the page'),
        ),
        migrations.CreateModel(
            name='CollectionIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, help_text='One or two sentences; they stand below the title and on cards.', max_length=300, verbose_name='lead')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7), ('cards', 16), ('call', 18), ('chosen_products', 22), ('chosen_villages', 25), ('chosen_stories', 28), ('chosen_collections', 31)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 10: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 12: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('page', 11), ('address', 12)]], {'label': 'Link'}), 14: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('link', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('heading', 8), ('cards', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('text', 10), ('words', 17), ('link', 13)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 20: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 21)]], {}), 23: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 27)]], {}), 29: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 30)]], {})}, verbose_name='introduction')),
                ('image', models.ForeignKey(blank=True, help_text='Shown once its alternative text, rights holder and consent are filled in.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.catalogimage', verbose_name='image')),
            ],
            options={
                'verbose_name': 'list of collections',
                'verbose_name_plural': 'lists of collections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, help_text='One or two sentences; they stand below the title and on cards.', max_length=300, verbose_name='lead')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7), ('cards', 16), ('call', 18), ('chosen_products', 22), ('chosen_villages', 25), ('chosen_stories', 28), ('chosen_collections', 31)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 10: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 12: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('page', 11), ('address', 12)]], {'label': 'Link'}), 14: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('link', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('heading', 8), ('cards', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('text', 10), ('words', 17), ('link', 13)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 20: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 21)]], {}), 23: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 27)]], {}), 29: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 30)]], {})}, verbose_name='introduction')),
                ('image', models.ForeignKey(blank=True, help_text='Shown once its alternative text, rights holder and consent are filled in.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.catalogimage', verbose_name='image')),
            ],
            options={
                'verbose_name': 'list of stories',
                'verbose_name_plural': 'lists of stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, help_text='One or two sentences; they stand below the title and on cards.', max_length=300, verbose_name='lead')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, help_text='Stories stand in its order.', verbose_name='day shown')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7), ('cards', 16), ('call', 18), ('chosen_products', 22), ('chosen_villages', 25), ('chosen_stories', 28), ('chosen_collections', 31)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 10: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 12: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('page', 11), ('address', 12)]], {'label': 'Link'}), 14: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('link', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('heading', 8), ('cards', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('text', 10), ('words', 17), ('link', 13)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 20: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 21)]], {}), 23: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 27)]], {}), 29: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 30)]], {})}, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, help_text='Shown once its alternative text, rights holder and consent are filled in.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.catalogimage', verbose_name='image')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CollectionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(blank=True, help_text='One or two sentences; they stand below the title and on cards.', max_length=300, verbose_name='lead')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7), ('cards', 16), ('call', 18), ('chosen_products', 22), ('chosen_villages', 25), ('chosen_stories', 28), ('chosen_collections', 31)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 10: ('wagtail.blocks.TextBlock', (), {'default': '', 'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 12: ('catalog.blocks.text.FixedCharBlock', (), {'default': '', 'help_text': 'Begins with / on this site, for example /danh-muc/?nhom=che, or with https://.', 'label': 'Or an address', 'max_length': 500, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('page', 11), ('address', 12)]], {'label': 'Link'}), 14: ('wagtail.blocks.StructBlock', [[('title', 9), ('text', 10), ('link', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Cards', 'max_num': 12, 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('heading', 8), ('cards', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'help_text': 'What happens next, for example “Verify a certificate”.', 'label': 'Words of the button', 'max_length': 60}), 18: ('wagtail.blocks.StructBlock', [[('text', 10), ('words', 17), ('link', 13)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'Leave it empty for the usual words.', 'label': 'Heading', 'max_length': 120, 'required': False}), 20: ('catalog.blocks.codes.RecordCodeBlock', ('product',), {}), 21: ('wagtail.blocks.ListBlock', (20,), {'label': 'Products', 'max_num': 12, 'min_num': 1}), 22: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 21)]], {}), 23: ('catalog.blocks.codes.RecordCodeBlock', ('village',), {}), 24: ('wagtail.blocks.ListBlock', (23,), {'label': 'Craft villages', 'max_num': 12, 'min_num': 1}), 25: ('wagtail.blocks.StructBlock', [[('heading', 19), ('items', 24)]], {}), 26: ('wagtail.blocks.PageChooserBlock', ('catalog.StoryPage',), {}), 27: ('wagtail.blocks.ListBlock', (26,), {'label': 'Stories', 'max_num': 6, 'min_num': 1}), 28: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 27)]], {}), 29: ('wagtail.blocks.PageChooserBlock', ('catalog.CollectionPage',), {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'Collections', 'max_num': 6, 'min_num': 1}), 31: ('wagtail.blocks.StructBlock', [[('heading', 19), ('pages', 30)]], {})}, verbose_name='introduction')),
                ('items', wagtail.fields.StreamField([('item', 2)], blank=True, block_lookup={0: ('catalog.blocks.codes.RecordCodeBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Why it is here', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('code', 0), ('note', 1)]], {})}, verbose_name='entries picked by hand')),
                ('rule', models.CharField(blank=True, help_text='Narrow the catalogue to what the collection shall hold and copy the address here. Entries are looked up anew each time the page is shown.', max_length=1000, verbose_name='rule')),
                ('rule_most', models.PositiveSmallIntegerField(default=12, help_text='From 1 to 24.', verbose_name='entries by the rule at most')),
                ('image', models.ForeignKey(blank=True, help_text='Shown once its alternative text, rights holder and consent are filled in.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalog.catalogimage', verbose_name='image')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'constraints': [models.CheckConstraint(condition=models.Q(('rule_most__range', (1, 24))), name='collectionpage_rule_most_range')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProductStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('code', models.CharField(max_length=9, verbose_name='entry')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('lead', models.CharField(blank=True, max_length=300, verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {})}, verbose_name='story')),
                ('gallery', wagtail.fields.StreamField([('picture', 2)], blank=True, block_lookup={0: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 1: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Caption', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('image', 0), ('caption', 1)]], {})}, help_text='An image without alternative text, rights holder or consent is not shown.', verbose_name='gallery')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'story of a product',
                'verbose_name_plural': 'stories of products',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'locale'), name='productstory_one_a_language', violation_error_message='This product has a story in this language already.')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='VillageStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('code', models.CharField(max_length=9, verbose_name='entry')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('lead', models.CharField(blank=True, max_length=300, verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('subheading', 1), ('paragraph', 2), ('notice', 3), ('image', 4), ('quote', 7)], blank=True, block_lookup={0: ('catalog.blocks.text.HeadingBlock', (), {'form_classname': 'title', 'max_length': 120}), 1: ('catalog.blocks.text.SubheadingBlock', (), {'max_length': 120}), 2: ('catalog.blocks.text.ParagraphBlock', (), {'features': ['bold', 'italic', 'link', 'ol', 'ul']}), 3: ('catalog.blocks.text.NoticeBlock', (), {'features': ['bold', 'link']}), 4: ('wagtail.images.blocks.ImageBlock', [], {}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 400}), 6: ('wagtail.blocks.CharBlock', (), {'default': '', 'help_text': 'A document, a body, or a person who has agreed in writing to be named.', 'label': 'Who says so', 'max_length': 120, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('quote', 5), ('source', 6)]], {})}, verbose_name='story')),
                ('gallery', wagtail.fields.StreamField([('picture', 2)], blank=True, block_lookup={0: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Image'}), 1: ('wagtail.blocks.CharBlock', (), {'default': '', 'label': 'Caption', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('image', 0), ('caption', 1)]], {})}, help_text='An image without alternative text, rights holder or consent is not shown.', verbose_name='gallery')),
                ('is_illustrative', models.BooleanField(default=False, help_text='The page says that its text is invented to show what one looks like.', verbose_name='illustrative text')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'story of a craft village',
                'verbose_name_plural': 'stories of craft villages',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('code', 'locale'), name='villagestory_one_a_language', violation_error_message='This village has a story in this language already.')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.RunPython(put_parts, take_parts),
    ]
