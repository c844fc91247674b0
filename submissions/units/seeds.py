"""First values of the rules about units and their people."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

RULES = (
    # So many days the link of an invitation holds.
    RuleSeed(code="unit.invitation_days", value="14", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
    # So many invitations a unit may send in a day, those sent again included.
    RuleSeed(code="unit.invitations_a_day", value="20", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
)
