"""What the plan adds to Wagtail: its table, its first values, and the desk's right to keep it."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail import hooks

from bulletin.plan.models import PlanAsk
from bulletin.plan.seeds import ensure_asks
from bulletin.plan.viewsets import PlanAskViewSet
from cms.accounts.roles import Role


@hooks.register("setup_site", order=35)
def ensure_plan() -> None:
    """The first asks, and the desk editor's right to keep them; the administrator has every right."""
    ensure_asks()
    kept = ContentType.objects.get_for_model(PlanAsk)
    Group.objects.get(name=Role.DESK.value).permissions.add(*Permission.objects.filter(content_type=kept))


@hooks.register("register_admin_viewset")
def plan_table() -> PlanAskViewSet:
    """“Asks of the plan”, among the settings."""
    return PlanAskViewSet()
