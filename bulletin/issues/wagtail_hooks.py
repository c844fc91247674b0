"""What the issues add to Wagtail and to the reader's pages."""

from __future__ import annotations

from wagtail import hooks

from bulletin.issues.actions import ensure_issue_index
from bulletin.issues.seeds import RULES
from cms.core.seeds import ensure_rules
from cms.website.models import HomePage


@hooks.register("setup_site", order=40)
def ensure_issues() -> None:
    """The rules of the bulletin and ``/ban-tin/``."""
    ensure_rules(RULES)
    ensure_issue_index(home=HomePage.objects.get())
