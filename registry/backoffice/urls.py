"""Addresses of the desk, under the admin's own. No address changes anything by GET."""

from django.urls import path

from registry.backoffice import (
    acts,
    corrections,
    discarding,
    entry,
    entry_edit,
    file_release,
    lists,
    records,
    review,
    village_links,
    waiting,
)
from registry.models.corrections import CorrectedKind

urlpatterns = [
    path("desk/waiting/", waiting.WaitingPage.as_view(), name="desk_waiting"),
    path("desk/decisions/", lists.DecisionList.as_view(), name="desk_decisions"),
    path("desk/decisions/<int:pk>/", records.DecisionPage.as_view(), name="desk_decision"),
    path("desk/decisions/enter/", entry.EntryView.as_view(), name="desk_decision_enter"),
    path("desk/decisions/<int:pk>/add/", entry.EntryView.as_view(), name="desk_decision_add"),
    path(
        "desk/decisions/<int:pk>/submit/",
        entry.DecisionSubmit.as_view(),
        name="desk_decision_submit",
    ),
    path(
        "desk/decisions/<int:pk>/attach/",
        entry.DecisionAttach.as_view(),
        name="desk_decision_attach",
    ),
    path(
        "desk/decisions/<int:pk>/discard/",
        discarding.DecisionDiscard.as_view(),
        name="desk_decision_discard",
    ),
    path(
        "desk/decisions/<int:pk>/restore/",
        discarding.DecisionRestore.as_view(),
        name="desk_decision_restore",
    ),
    path("desk/decisions/<int:pk>/review/", review.ReviewView.as_view(), name="desk_review"),
    path("desk/decisions/<int:pk>/file/", records.DecisionFile.as_view(), name="desk_file"),
    path(
        "desk/decisions/<int:pk>/file/show/",
        file_release.FileRelease.as_view(),
        name="desk_file_release",
    ),
    path(
        "desk/decisions/<int:pk>/file/withhold/",
        file_release.FileWithhold.as_view(),
        name="desk_file_withhold",
    ),
    path("desk/certifications/", lists.CertificationList.as_view(), name="desk_certifications"),
    path(
        "desk/certifications/<int:pk>/",
        records.CertificationPage.as_view(),
        name="desk_certification",
    ),
    path(
        "desk/certifications/<int:pk>/edit/",
        entry_edit.CertificationEdit.as_view(),
        name="desk_certification_edit",
    ),
    path(
        "desk/certifications/<int:pk>/discard/",
        discarding.CertificationDiscard.as_view(),
        name="desk_certification_discard",
    ),
    path(
        "desk/certifications/<int:pk>/restore/",
        discarding.CertificationRestore.as_view(),
        name="desk_certification_restore",
    ),
    path(
        "desk/certifications/<int:pk>/acts/<slug:act>/",
        acts.ActEnter.as_view(),
        name="desk_act_enter",
    ),
    path("desk/acts/<int:pk>/", acts.ActPage.as_view(), name="desk_act"),
    path("desk/products/", lists.ProductList.as_view(), name="desk_products"),
    path("desk/products/<int:pk>/", records.ProductPage.as_view(), name="desk_product"),
    path("desk/establishments/", lists.EstablishmentList.as_view(), name="desk_establishments"),
    path(
        "desk/establishments/<int:pk>/",
        records.EstablishmentPage.as_view(),
        name="desk_establishment",
    ),
    path("desk/villages/", lists.VillageList.as_view(), name="desk_villages"),
    path("desk/villages/<int:pk>/", records.VillagePage.as_view(), name="desk_village"),
    path(
        "desk/villages/<int:pk>/products/",
        village_links.VillageLinks.as_view(),
        name="desk_village_links",
    ),
    path(
        "desk/corrections/<int:pk>/",
        corrections.CorrectionPage.as_view(),
        name="desk_correction",
    ),
    *(
        path(
            f"desk/{folder}/<int:pk>/correct/",
            corrections.CorrectionEnter.as_view(kind=kind),
            name=f"{corrections.PAGES[kind]}_correct",
        )
        for folder, kind in (
            ("certifications", CorrectedKind.CERTIFICATION),
            ("products", CorrectedKind.PRODUCT),
            ("establishments", CorrectedKind.ESTABLISHMENT),
            ("villages", CorrectedKind.CRAFT_VILLAGE),
            ("decisions", CorrectedKind.DECISION),
        )
    ),
]
