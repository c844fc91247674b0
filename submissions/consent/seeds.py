"""First values of the rules of consents."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

RULES = (
    # So many days a withdrawn photo is kept out of everybody's sight, for a complaint; then it is erased.
    RuleSeed(code="consent.keep_withdrawn_days", value="30", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
    # So many days before its end a consent is shown as ending soon.
    RuleSeed(code="consent.ends_soon_days", value="30", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
)
