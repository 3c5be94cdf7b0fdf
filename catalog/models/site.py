"""What editors set for the whole site: its menus, and the office that answers for it.

Both take effect at once and are noted in Wagtail's log. Pages read them through
`catalog.menus` and `catalog.office`, never from here.
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from catalog.backoffice.menu_panel import MenuProblemsPanel
from catalog.menu_blocks import (
    ColumnsBlock,
    LinksBlock,
    default_columns,
    default_masthead,
    default_more,
)

_TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 .()\-]{5,28}$",
    _("Write the number with digits, spaces and dots, such as 0263 3822 333 or +84 263 3822 333."),
)


@register_setting(icon="list-ul", name="site-menus", order=100)
class SiteMenus(BaseSiteSetting):
    """The menus of masthead and footer. A new one holds the menus that a site begins with."""

    masthead = StreamField(
        LinksBlock(max_num=7),
        default=default_masthead,
        verbose_name=_("masthead"),
        help_text=_("Up to seven links; on a phone they stand in “Contents”."),
    )
    more = StreamField(
        LinksBlock(max_num=20),
        default=default_more,
        blank=True,
        verbose_name=_("further links of “Contents”"),
    )
    columns = StreamField(
        ColumnsBlock(max_num=4), default=default_columns, blank=True, verbose_name=_("footer")
    )

    panels = [
        MenuProblemsPanel(),
        FieldPanel("masthead"),
        FieldPanel("more"),
        FieldPanel("columns"),
    ]

    class Meta:
        verbose_name = _("menus")


@register_setting(icon="home", name="site-office", order=110)
class SiteOffice(BaseSiteSetting):
    """Who runs the site, how it is reached, how its data may be used, and a notice to readers."""

    name = models.CharField(_("office that runs the site"), max_length=160, blank=True)
    name_en = models.CharField(_("the same in English"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[_TELEPHONE])
    address = models.CharField(_("address"), max_length=240, blank=True)
    address_en = models.CharField(_("address in English"), max_length=240, blank=True)
    licence = models.CharField(
        _("how the data may be used"),
        max_length=400,
        blank=True,
        help_text=_("One sentence. Empty: the sentence on the page about the data."),
    )
    licence_en = models.CharField(_("the same in English"), max_length=400, blank=True)
    notice = models.CharField(
        _("notice on all pages"),
        max_length=300,
        blank=True,
        help_text=_("Plain words, such as when the site will be down. Empty: no notice."),
    )
    notice_en = models.CharField(_("notice in English"), max_length=300, blank=True)
    notice_from = models.DateField(_("first day of the notice"), null=True, blank=True)
    notice_until = models.DateField(_("last day of the notice"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("name_en"),
                FieldPanel("email"),
                FieldPanel("telephone"),
                FieldPanel("address"),
                FieldPanel("address_en"),
            ],
            heading=_("Office"),
        ),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("licence_en")], heading=_("Use of the data")
        ),
        MultiFieldPanel(
            [
                FieldPanel("notice"),
                FieldPanel("notice_en"),
                FieldRowPanel([FieldPanel("notice_from"), FieldPanel("notice_until")]),
            ],
            heading=_("Notice"),
        ),
        HelpPanel(_("Everything here is public and stands on the pages as soon as it is saved.")),
    ]

    class Meta:
        verbose_name = _("office and notice")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notice_from__isnull=True)
                | models.Q(notice_until__isnull=True)
                | models.Q(notice_until__gte=models.F("notice_from")),
                name="siteoffice_notice_days_ordered",
                violation_error_message=_("The last day of the notice lies before its first day."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.notice_en and not self.notice:
            raise ValidationError({"notice": gettext("Write the notice in Vietnamese too.")})
        if not self.notice and (self.notice_from or self.notice_until):
            raise ValidationError({"notice": gettext("Write the notice, or clear its days.")})
