"""First values of the rules of the mailbox."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

RULES = (
    # So many mails of one sender are gone through in a day; a sender can be forged.
    RuleSeed(code="mailbox.mails_a_day", value="10", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
    # So many days a received mail is kept after its answer.
    RuleSeed(code="mailbox.kept_days", value="30", source="Quy ước của ban thư ký, chờ văn bản của Sở"),
)
