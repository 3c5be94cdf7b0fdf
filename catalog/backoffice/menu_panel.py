"""Tells an editor of the menus which of their links lead nowhere and are left out."""

from typing import Any

from wagtail.admin.panels import Panel


class MenuProblemsPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/backoffice/menu_problems.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            from catalog.menus import problems  # it reads the models, which name this panel

            self.problems = problems(self.instance)

        def is_shown(self) -> bool:
            return bool(self.problems)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "problems": self.problems}
