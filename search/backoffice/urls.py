"""Addresses of the screens of search, under the admin's own. No address changes anything by GET."""

from django.urls import path

from search.backoffice import report, synonyms, transfer

urlpatterns = [
    path("search-report/", report.ReportPage.as_view(), name="search_report"),
    path("synonyms/", synonyms.RuleList.as_view(), name="synonyms"),
    path("synonyms/add/", synonyms.RuleEdit.as_view(), name="synonym_add"),
    path("synonyms/<int:pk>/", synonyms.RuleEdit.as_view(), name="synonym_edit"),
    path("synonyms/<int:pk>/force/", synonyms.RuleForce.as_view(), name="synonym_force"),
    path("synonyms/import/", transfer.RuleImport.as_view(), name="synonyms_import"),
    path("synonyms/export/", transfer.RuleExport.as_view(), name="synonyms_export"),
]
