"""The rule table at the desk: quotas, days and limits, each with its day and its document. For the administrator."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.kept_rows import NeverDeleted
from cms.core.models import Rule
from cms.core.rule_form import RuleForm


class RuleViewSet(ModelViewSet):
    """Rules: listed, added, and closed with a last day."""

    model = Rule
    name = "rules"
    url_prefix = "quy-tac"
    icon = "list-ol"
    menu_label = _("Rules")
    add_to_settings_menu = True
    form_fields = ["code", "scope", "value", "source", "effective_from", "effective_to"]
    list_display = ["code", "scope", "value", "effective_from", "effective_to", "source"]
    search_fields = ["code", "scope", "source"]
    search_backend_name = None
    copy_view_enabled = False
    ordering = ["code", "scope", "-effective_from"]

    @cached_property
    def permission_policy(self) -> NeverDeleted:
        """Nothing is deleted."""
        return NeverDeleted(self.model)

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        """Our form."""
        return RuleForm
