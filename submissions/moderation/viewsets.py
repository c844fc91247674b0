"""“Reasons” in the desk's menu: the list from which editors choose when they return or reject an article."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.kept_rows import NeverDeleted
from submissions.moderation.models import ReturnReason


class ReturnReasonViewSet(ModelViewSet):
    """Reasons for returning and rejecting, with what a unit learns from each. One is switched off, never deleted."""

    model = ReturnReason
    name = "return_reasons"
    url_prefix = "ly-do"
    icon = "rotate"
    menu_label = _("Reasons")
    menu_order = 710
    add_to_admin_menu = True
    form_fields: ClassVar[list[str]] = ["kind", "text", "advice", "order", "is_active"]
    list_display: ClassVar[list[str]] = ["text", "kind", "order", "is_active"]
    list_filter: ClassVar[list[str]] = ["kind", "is_active"]
    search_fields: ClassVar[list[str]] = ["text", "advice"]
    search_backend_name = None
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> NeverDeleted:
        """Whose list it is."""
        return NeverDeleted(self.model)
