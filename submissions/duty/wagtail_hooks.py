"""What the monthly duty adds to Wagtail."""

from __future__ import annotations

from wagtail import hooks

from cms.core.seeds import ensure_rules
from submissions.duty.seeds import RULES


@hooks.register("setup_site", order=5)
def ensure_duty_rules() -> None:
    """The first values of the rules."""
    ensure_rules(RULES)
