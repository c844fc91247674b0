"""What the core adds to Wagtail: the rule table, for the administrator."""

from __future__ import annotations

from wagtail import hooks

from cms.core.viewsets import RuleViewSet


@hooks.register("register_admin_viewset")
def rule_table() -> RuleViewSet:
    """“Rules”, among the settings."""
    return RuleViewSet()
