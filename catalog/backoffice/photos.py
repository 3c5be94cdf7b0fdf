"""Screens for the photographs of a record: list and upload, change, first place, removal.

What a photograph lacks is said in words beside it. No screen renders a picture itself except
Wagtail's small preview, and nothing here touches a certification.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from catalog.backoffice.photo_access import DESK_PAGES, may_photograph, subject_or_404
from catalog.image_forms import ACCEPTED, file_help
from catalog.models import CatalogImage, ItemPhoto
from catalog.models.images import words_of_lacking
from catalog.models.photos import Subject, subject_field
from catalog.photo_writing import (
    IMAGE_FIELDS,
    PHOTO_FIELDS,
    photo_add,
    photo_change,
    photo_first,
    photo_remove,
)
from registry.backoffice.access import scope_of_request
from registry.backoffice.keys import key_read
from registry.models import User

MOST_AT_ONCE = 12


class PhotoForm(forms.ModelForm):
    """What is said of a photograph. Nothing is required: what is missing only keeps it hidden."""

    class Meta:
        model = ItemPhoto
        fields = PHOTO_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        image = self.instance.image if self.instance.image_id else CatalogImage()
        of_image = forms.fields_for_model(CatalogImage, fields=IMAGE_FIELDS)
        of_image["description"].label = _("Alternative text")
        of_image["description"].help_text = _(
            "What the picture shows, in one sentence for who cannot see it."
        )
        of_image["consent_reference"].help_text = _("The paper that allows it, with its date.")
        for name, field in of_image.items():
            self.fields[name] = field
            self.initial.setdefault(name, getattr(image, name))


class PhotoScreen(WagtailAdminTemplateMixin, View):
    """A screen about the photographs of one record (`subject`)."""

    header_icon = "image"
    subject: Subject

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.subject = self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> Subject:
        raise NotImplementedError

    @property
    def actor(self) -> User:
        assert isinstance(self.request.user, User)
        return self.request.user

    @property
    def home(self) -> str:
        return reverse("photos", args=[subject_field(self.subject), self.subject.pk])

    def get_page_subtitle(self) -> str:
        return str(self.subject)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
        if not scope_of_request(self.request).is_empty:
            page = reverse(DESK_PAGES[subject_field(self.subject)], args=[self.subject.pk])
            items.append({"url": page, "label": str(self.subject)})
        return [*items, {"url": self.home, "label": _("Photographs")}]


class Photos(PhotoScreen):
    template_name = "catalog/backoffice/photos.html"
    page_title = gettext_lazy("Photographs")

    def find(self, **kwargs: Any) -> Subject:
        return subject_or_404(self.request, kwargs["field"], kwargs["pk"])

    def get(self, request: HttpRequest, field: str, pk: int) -> HttpResponse:
        return self._shown(PhotoForm())

    def post(self, request: HttpRequest, field: str, pk: int) -> HttpResponse:
        files = request.FILES.getlist("files")
        form = PhotoForm(request.POST)
        problems: list[str] = []
        if not files:
            problems.append(_("Picture files: choose one file at least."))
        elif len(files) > MOST_AT_ONCE:
            problems.append(
                _("Picture files: at most %(most)d at once. Send the others after these.")
                % {"most": MOST_AT_ONCE}
            )
        elif form.is_valid():
            added = 0
            for file in files:
                try:
                    photo_add(
                        user=self.actor, subject=self.subject, file=file, values=form.cleaned_data
                    )
                    added += 1
                except ValidationError as error:
                    problems += error.messages
            if added:
                messages.success(request, _("Photographs added: %(count)d.") % {"count": added})
            if not problems:
                return redirect(self.home)
        return self._shown(form, problems)

    def _shown(self, form: PhotoForm, problems: list[str] | None = None) -> HttpResponse:
        rows = ItemPhoto.objects.of(self.subject).select_related("image")
        lines = [{"photo": row, "lacking": lacking_words(row)} for row in rows]
        return self.render_to_response(
            self.get_context_data(
                form=form,
                problems=problems or [],
                lines=lines,
                accepted=ACCEPTED,
                file_help=file_help(),
                form_action=self.home,
            ),
            status=422 if problems else 200,
        )


class PhotoOne(PhotoScreen):
    """A screen about one photograph; another record's does not exist."""

    def find(self, **kwargs: Any) -> Subject:
        rows = ItemPhoto.objects.select_related("image")
        self.photo = get_object_or_404(rows, pk=key_read(kwargs["pk"]) or 0)
        subject = self.photo.subject
        if not may_photograph(self.request, subject_field(subject), subject.pk):
            raise Http404
        return subject


class PhotoEdit(PhotoOne):
    template_name = "catalog/backoffice/photo_edit.html"
    page_title = gettext_lazy("Photograph")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._shown(PhotoForm(instance=self.photo))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = PhotoForm(request.POST, instance=self.photo)
        if not form.is_valid():
            return self._shown(form, status=422)
        photo_change(user=self.actor, photo=self.photo, values=form.cleaned_data)
        lacking = lacking_words(self.photo)
        messages.success(request, lacking or _("Saved. The photograph is public."))
        return redirect(self.home)

    def _shown(self, form: PhotoForm, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form, photo=self.photo, lacking=lacking_words(self.photo)
        )
        return self.render_to_response(context, status=status)


class PhotoFirst(PhotoOne):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo_first(user=self.actor, photo=self.photo)
        return redirect(self.home)


class PhotoRemove(PhotoOne):
    """Asks first; without a script too."""

    template_name = "catalog/backoffice/photo_remove.html"
    page_title = gettext_lazy("Remove the photograph")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(photo=self.photo, home=self.home))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo_remove(user=self.actor, photo=self.photo)
        messages.success(request, _("The photograph was removed."))
        return redirect(self.home)


def lacking_words(photo: ItemPhoto) -> str:
    """Why a photograph is not public, in words; "" when it is."""
    if lacking := photo.image.lacking():
        return _("Not shown in public. Missing: %(what)s.") % {"what": words_of_lacking(lacking)}
    if photo.image.rendered_at is None:
        return _("Complete. It is shown as soon as its files are made, in a minute or so.")
    return ""


def subject_part(request: HttpRequest, subject: Subject) -> SafeString:
    """The photographs on the desk's page of a record, with the way to their screen."""
    field = subject_field(subject)
    rows = list(ItemPhoto.objects.of(subject).select_related("image"))
    lines = [{"photo": row, "lacking": lacking_words(row)} for row in rows]
    url = reverse("photos", args=[field, subject.pk])
    context = {"lines": lines, "url": url if may_photograph(request, field, subject.pk) else ""}
    return render_to_string("catalog/backoffice/subject_part.html", context, request=request)
