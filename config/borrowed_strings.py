"""Strings of Django and Wagtail that officials see and whose own catalogues lack or bend them.

Named here, they enter the catalogue of the project, which goes before theirs. It must hold
nothing that our own code says.
"""

from django.utils.translation import gettext_noop

BORROWED = (
    gettext_noop("Null characters are not allowed."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("The requested page could not be found."),
    gettext_noop("Error 404: Page not found"),
    gettext_noop("Error 404"),
    gettext_noop("Go to Wagtail admin"),
    gettext_noop("Site history"),
    gettext_noop("Filter by"),
    gettext_noop("Delete user"),
    gettext_noop("Delete selected users"),
    gettext_noop("Go to the first error"),
    gettext_noop("Correct the validation errors to resume preview (saving will highlight errors)"),
    gettext_noop("The %(model_name)s could not be created due to errors."),
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    gettext_noop("The setting could not be saved due to errors."),
)
