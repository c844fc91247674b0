"""First values of the rules for mails and notices."""

from __future__ import annotations

from cms.core.seeds import RuleSeed

_SOURCE = "Quy ước của ban thư ký, chờ văn bản của Sở"
RULES = (
    # Times of day as HH:MM, for people who have chosen none of their own.
    RuleSeed(code="notices.quiet_from", value="21:00", source=_SOURCE),
    RuleSeed(code="notices.quiet_to", value="06:30", source=_SOURCE),
    # The hour of the daily mail, 0 to 23.
    RuleSeed(code="notices.digest_hour", value="7", source=_SOURCE),
    # Days after which a notice is deleted: once read, and even if it never was.
    RuleSeed(code="notices.keep_days", value="180", source=_SOURCE),
    RuleSeed(code="notices.keep_unread_days", value="400", source=_SOURCE),
    # Days for which a mail can be looked up and sent again.
    RuleSeed(code="mail.keep_days", value="400", source=_SOURCE),
)
