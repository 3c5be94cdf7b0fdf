"""What editors may do with stories of records, and whose approval a text waits for.

Wagtail brings two groups and an approval by the second of them; here both get the stories too.
It is done once for a site: what its administrators change afterwards stays theirs.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowContentType, WorkflowPage
from wagtail.models import WorkflowTask as Step

from catalog.models.stories import STORY_MODELS

AUTHORS, EDITORS = "Editors", "Moderators"
_WRITE = ("add", "change", "view")
_DECIDE = (*_WRITE, "delete", "publish", "lock", "unlock")
WORKFLOW = "Moderators approval"


def editors_ensure() -> bool:
    """Gives both groups their permissions and stories their approval; False if done before."""
    types = ContentType.objects.get_for_models(*STORY_MODELS).values()
    rows = Permission.objects.filter(content_type__in=types)
    if Group.objects.filter(permissions__in=rows).exists():
        return False
    for name, actions in ((AUTHORS, _WRITE), (EDITORS, _DECIDE)):
        group, _is_new = Group.objects.get_or_create(name=name)
        allowed = [row for row in rows if row.codename.split("_")[0] in actions]
        translate = Permission.objects.filter(
            content_type__app_label="wagtail_localize", codename="submit_translation"
        )
        group.permissions.add(*allowed, *translate)
    workflow = _workflow()
    for one in types:
        WorkflowContentType.objects.get_or_create(content_type=one, defaults={"workflow": workflow})
    return True


def _workflow() -> Workflow:
    """The approval by the editors; made anew where it was taken out of a new site."""
    found = Workflow.objects.filter(name=WORKFLOW, active=True).first()
    if found is not None:
        return found
    task = GroupApprovalTask.objects.create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=EDITORS))
    workflow = Workflow.objects.create(name=WORKFLOW)
    Step.objects.create(workflow=workflow, task=task, sort_order=0)
    root = Page.get_first_root_node()
    if root is not None:
        WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    return workflow
