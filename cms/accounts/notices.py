"""Telling people: a notice at the desk and, as each of them has chosen, a mail; in the transaction of the act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.accounts.absence import deputy_of
from cms.accounts.letterhead import letterhead
from cms.accounts.models import Notice, NoticeTimes
from cms.accounts.notice_kinds import Channel
from cms.accounts.notice_kinds import kind as kind_of
from cms.accounts.preferences import channel_for, house_times, quiet_hours
from cms.core.mail import queue_mail
from cms.core.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cms.accounts.models import User
    from cms.accounts.notice_kinds import NoticeKind
    from cms.core.models import OutgoingMail

LONGEST_TEXT = 2_000


@transaction.atomic
def tell(
    *,
    person: User,
    kind: str,
    key: str,
    subject: str,
    template: str,
    context: Mapping[str, Any],
    url: str,
    now: datetime | None = None,
) -> Notice | None:
    """Tells a person one thing, once: the same ``key`` again gives the notice that exists. None for who has left.

    ``template`` names two templates without their suffix (``accounts/mail/message``), which extend
    ``accounts/mail/base.txt`` and ``.html`` and get ``context`` with ``person``, ``subject`` and ``link`` (absolute).
    ``url`` is the path of the thing on this site. Whoever stands in for the person on that day is told too, except of
    what is personal.

    Raises:
        UnknownKind: no room has registered ``kind``. RuleMissing: the house has no quiet hours.
    """
    if not person.is_active:
        return None
    now = now or timezone.now()
    spec = kind_of(kind)
    told = _Telling(
        kind=spec, key=key, subject=clean_line(subject), template=template, context=context, url=url, now=now
    )
    notice = told.to(person)
    if not spec.personal:
        deputy = deputy_of(person, on=timezone.localdate(now))
        if deputy is not None:
            told.to(deputy, on_behalf_of=person)
    return notice


class _Telling:
    """One thing to tell, to one person or two."""

    def __init__(
        self,
        *,
        kind: NoticeKind,
        key: str,
        subject: str,
        template: str,
        context: Mapping[str, Any],
        url: str,
        now: datetime,
    ) -> None:
        self.kind, self.key, self.subject, self.template = kind, key, subject, template
        self.context, self.url, self.now = context, url, now

    def to(self, person: User, *, on_behalf_of: User | None = None) -> Notice:
        """Writes the notice and what goes with it, unless this person has been told."""
        title = self.subject
        if on_behalf_of is not None:
            title = _("For %(name)s: %(subject)s") % {"name": clean_line(str(on_behalf_of)), "subject": title}
        notice, created = Notice.objects.get_or_create(
            user=person,
            key=self.key,
            defaults={
                "on_behalf_of": on_behalf_of,
                "kind": self.kind.code,
                "title": title[:250],
                "url": self.url,
                "channel": channel_for(person, self.kind),
                "created_at": self.now,
            },
        )
        if created:
            words = {**self.context, "person": person, "subject": title, "on_behalf_of": on_behalf_of}
            shown = render_to_string(f"{self.template}.txt", {**words, "at_desk": True})
            notice.text = clean_text(shown)[:LONGEST_TEXT]
            if notice.channel == Channel.AT_ONCE and person.email:
                notice.mail = self._mail(person, notice, words)
            notice.save(update_fields=["text", "mail"])
        return notice

    def _mail(self, person: User, notice: Notice, words: dict[str, Any]) -> OutgoingMail:
        text, html = render_mail(self.template, url=self.url, context=words)
        not_before = self.now
        if not self.kind.wakes:
            times = NoticeTimes.objects.filter(user=person).first()
            quiet = quiet_hours(times, house_times(timezone.localdate(self.now)))
            not_before = quiet.opening(timezone.localtime(self.now))
        return queue_mail(
            key=f"{self.key}:{person.pk}",
            to=person.email,
            subject=notice.title,
            text=text,
            html=html,
            kind=self.kind.code,
            user_id=person.pk,
            is_private=self.kind.personal,
            not_before=not_before,
        )


def render_mail(template: str, *, url: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """The text and the HTML of a mail, in the house's language, with the addresses made absolute."""
    base = settings.WAGTAILADMIN_BASE_URL
    words = {
        "link": base + url,
        "letterhead": letterhead(),
        "choices_link": base + reverse("account") + "#tab-notices",
        **context,
    }
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(f"{template}.txt", words).strip() + "\n", render_to_string(f"{template}.html", words)
