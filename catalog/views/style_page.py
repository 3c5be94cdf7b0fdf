"""The page of components (`/style/`), for staff: what they see is what the site draws."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.days import moment_text
from catalog.presenters.crumbs import section_crumbs
from catalog.presenters.style_page import sample


@require_safe
@never_cache
def style_page(request: HttpRequest) -> HttpResponse:
    """Who may open the back office sees it; anyone else is told that there is no such page."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    title = _("Components of the site")
    context = {
        "page_title": title,
        "crumbs": section_crumbs(title),
        "sample": sample(),
        "page": {"checked": moment_text(timezone.localtime()), "other_day_url": "/kiem-tra/"},
    }
    return render(request, "catalog/style_page.html", context)
