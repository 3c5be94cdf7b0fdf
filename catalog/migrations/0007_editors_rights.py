"""Wagtail's groups of editors get what they need beside pages: once, so that an administrator may
take it away again. Menus, office and notice are for those who may publish."""

from django.db import migrations

EDITORS = (
    ("wagtailredirects", "redirect", ("add", "change", "delete")),
    ("catalog", "editorschoice", ("add", "change", "delete")),
)
MODERATORS = (*EDITORS, ("catalog", "sitemenus", ("change",)), ("catalog", "siteoffice", ("change",)))


def _permissions(apps, rights):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for app_label, model, actions in rights:
        kind, _made = content_types.get_or_create(app_label=app_label, model=model)
        for action in actions:
            # A new database has none yet: Django makes them after the last migration.
            found, _made = permissions.get_or_create(
                content_type=kind,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            yield found


def _groups(apps):
    groups = apps.get_model("auth", "Group").objects
    for name, rights in (("Editors", EDITORS), ("Moderators", MODERATORS)):
        group = groups.filter(name=name).first()
        if group is not None:
            yield group, list(_permissions(apps, rights))


def give(apps, schema_editor):
    for group, permissions in _groups(apps):
        group.permissions.add(*permissions)


def take(apps, schema_editor):
    for group, permissions in _groups(apps):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0006_editors_choices"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(give, take)]
