"""The report: the index against the register, what waits and fails, and searches in vain."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.models import Certification, CraftVillage, Product
from registry.rules.identifiers import code_normalise
from registry.rules.validity import LEGAL_TIME_ZONE
from registry.selectors.items import craft_village_ref, product_ref
from search import indexing, misses, schema, service
from search.backoffice.access import SearchView
from search.engines.base import IndexInfo, SearchUnavailable
from search.models import IndexTask, ScheduleMark, TaskState
from search.tasks import enqueue
from search.timetable import DAY_CHANGE

_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the report; `is_bad` asks for attention."""

    label: Any
    text: Any
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    code: str
    attempts: int
    error: str
    next_try: str


class ReportPage(SearchView):
    page_title = gettext_lazy("State of search")
    template_name = "search/backoffice/report.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            facts=facts(), failures=failures(), missed=misses.frequent(service.today())
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Writes a task for the record with a code, for the worker to do."""
        code = code_normalise(request.POST.get("code", "")[:80])
        ref = ref_of(code)
        if ref is None:
            messages.error(
                request, _("There is no record with the code “%(code)s”.") % {"code": code}
            )
        else:
            enqueue([ref])
            messages.success(request, _("%(code)s will be indexed again.") % {"code": code})
        return redirect("search_report")


def ref_of(code: str) -> str | None:
    """The item that a code of a product, a village or a certification leads to."""
    if not code:
        return None
    if Product.objects.filter(code=code).exists():
        return product_ref(code)
    if CraftVillage.objects.filter(code=code).exists():
        return craft_village_ref(code)
    subject = Certification.objects.filter(code=code).values_list(
        "product__code", "craft_village__code"
    )
    for product, village in subject:
        return product_ref(product) if product else craft_village_ref(village)
    return None


def facts() -> list[Fact]:
    """The state in lines: engine, documents, backlog, lateness, last rebuild and day."""
    fresh = service.freshness(max_age=0.0)
    try:
        engine = service.get_engine()
        info: IndexInfo | None = engine.info()
    except SearchUnavailable as error:
        return [
            Fact(_("Engine"), _engine_words(engine.name)),
            Fact(_("State"), _("Out of order: %(error)s") % {"error": error}, is_bad=True),
            *_backlog(fresh),
        ]
    assert info is not None
    expected, mark = indexing.public_count(), ScheduleMark.objects.filter(job=DAY_CHANGE).first()
    is_same_form = info.fingerprint == schema.fingerprint()
    return [
        Fact(_("Engine"), _engine_words(engine.name)),
        Fact(_("State"), _("Answers")),
        Fact(
            _("Documents in the index"),
            _("%(held)s, the register has %(expected)s public records")
            % {"held": info.count, "expected": expected},
            is_bad=info.count != expected and not fresh.waiting,
        ),
        *_backlog(fresh),
        Fact(_("Last rebuild"), f"{_moment(info.built_at)} ({info.generation})"),
        Fact(
            _("Form of the index"),
            _("As this version needs it") if is_same_form else _("Older; the worker rebuilds it"),
            is_bad=not is_same_form,
        ),
        Fact(
            _("Last change of day"),
            f"{mark.done_for:%d/%m/%Y}" if mark else "–",
            is_bad=mark is not None and mark.done_for < service.today(),
        ),
    ]


def _engine_words(name: str) -> str:
    return _("Elasticsearch") if name == "elastic" else _("Tantivy, on this machine")


def _backlog(fresh: service.Freshness) -> list[Fact]:
    seconds = fresh.oldest_seconds
    late = _("none") if seconds is None else _("%(minutes)s min") % {"minutes": int(seconds // 60)}
    return [
        Fact(_("Tasks that wait"), fresh.waiting),
        Fact(_("Of these failed before"), fresh.failed, is_bad=fresh.failed > 0),
        Fact(_("Lateness"), late, is_bad=seconds is not None and seconds > 120),
    ]


def failures() -> list[Failure]:
    """The newest failed tasks."""
    rows = IndexTask.objects.filter(state=TaskState.FAILED).order_by("-due_at", "-pk")[:_ERRORS]
    return [
        Failure(
            row.document_id.partition(":")[2],
            row.attempts,
            row.last_error[:300],
            _moment(row.due_at),
        )
        for row in rows
    ]


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment, LEGAL_TIME_ZONE):%d/%m/%Y %H:%M}"
