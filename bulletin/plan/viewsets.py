"""The plan's asks at the desk: listed, added, and closed with a last day. For the desk and the administrator."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet

from bulletin.plan.models import PlanAsk
from cms.core.kept_rows import NeverDeleted

FIELDS = ("topic", "audience", "count", "span", "source", "effective_from", "effective_to")


class PlanAskForm(WagtailAdminModelForm):
    """A new ask begins on a day; the old one stays for the months it held."""

    class Meta:
        model = PlanAsk
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].help_text = _("Empty for whichever audience.")
        self.fields["source"].help_text = _("The plan or the document, with its paragraph.")
        self.fields["effective_to"].help_text = _(
            "The last day on which it holds; do not change an ask that has held: close it and add a new one."
        )


class PlanAskViewSet(ModelViewSet):
    """“Plan”, among the settings."""

    model = PlanAsk
    name = "plan_asks"
    url_prefix = "ke-hoach"
    icon = "list-ol"
    menu_label = _("Asks of the plan")
    add_to_settings_menu = True
    form_fields = list(FIELDS)
    list_display = ["topic", "audience", "count", "span", "effective_from", "effective_to", "source"]
    list_filter = ["topic", "audience"]
    search_fields = ["source", "topic__name"]
    search_backend_name = None
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> NeverDeleted:
        """Nothing is deleted."""
        return NeverDeleted(self.model)

    def get_form_class(self, for_update: bool = False) -> type[PlanAskForm]:
        """Our form."""
        return PlanAskForm
