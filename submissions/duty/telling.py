"""What the people of a unit are told by a reminder, and the desk of a day's late units: rows in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from cms.accounts.notices import tell
from cms.accounts.roles import Role
from cms.core.periods import days_left, local
from cms.core.text import collation_key
from submissions.duty import notice_kinds as kinds
from submissions.duty.enums import ReminderAbout, ReminderLevel
from submissions.duty.facts import cut_off_of
from submissions.duty.models import Reminder, ReminderRecipient
from submissions.units.enums import NoticeKind as UnitMail
from submissions.units.routing import recipients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from cms.core.periods import Month
    from submissions.duty.needs import Need

# A mail names so many articles of each kind; the unit's screen has them all.
NAMED = 3


def tell_unit(reminder: Reminder, *, need: Need, month: Month, now: datetime) -> list[ReminderRecipient]:
    """Tells each person for whom the reminder is, and notes who that was. A unit without accounts is told to nobody."""
    context = _context(reminder, need=need, month=month, now=now)
    told = []
    for person in people_for(need, ReminderLevel(reminder.level)):
        notice = tell(
            person=person,
            kind=kinds.LATE if context["is_late"] else kinds.REMINDER,
            key=f"reminder:{reminder.pk}",
            subject=_subject(reminder, context),
            template="duty/mail/reminder",
            context=context,
            url=reverse("unit_articles", args=[need.unit.code]),
            now=now,
        )
        told.append(ReminderRecipient(reminder=reminder, person=person, notice=notice))
    return ReminderRecipient.objects.bulk_create(told)


def people_for(need: Need, level: ReminderLevel) -> list[User]:
    """Whom the unit has named for reminders (its writers by nature); higher up also who is told that it is late (its
    head); and the head from the first step on where the article waits for the head."""
    wanted = [UnitMail.REMINDERS]
    if level >= ReminderLevel.HEADS:
        wanted.append(UnitMail.LATE)
    if need.about == ReminderAbout.RELEASE:
        wanted.append(UnitMail.RELEASE)
    people: dict[int, User] = {}
    for kind in wanted:
        people |= {person.pk: person for person in recipients(need.unit, kind)}
    return list(people.values())


def tell_desk(*, month: Month, day: date, now: datetime) -> None:
    """Tells each of the desk, once a day, which units were reminded after the cut-off on that day."""
    of_the_day = Reminder.objects.filter(
        period=month.first_day, day=day, level=ReminderLevel.DESK, step__isnull=False
    ).select_related("unit")
    late = sorted(of_the_day, key=lambda reminder: collation_key(reminder.unit.name))
    if not late:
        return
    subject = ngettext(
        "%(count)d unit is late with its article of %(month)s",
        "%(count)d units are late with their articles of %(month)s",
        len(late),
    ) % {"count": len(late), "month": month.label}
    for person in User.objects.filter(is_active=True, groups__name=Role.DESK.value).distinct().order_by("pk"):
        tell(
            person=person,
            kind=kinds.LATE_UNITS,
            key=f"reminders-desk:{month}:{day:%Y-%m-%d}",
            subject=subject,
            template="duty/mail/late_units",
            context={"month": month, "reminders": late, "button": _("The list of the reminders")},
            url=reverse("duty_reminders", args=[month]),
            now=now,
        )


def deadline_words(deadline: datetime) -> str:
    """The day of a deadline as people say it: ``thứ Ba, 10/11``."""
    day = local(deadline)
    return f"{_weekdays()[day.weekday()]}, {date_format(day, 'd/m')}"


def _weekdays() -> Sequence[str]:
    return (
        _("on Monday"),
        _("on Tuesday"),
        _("on Wednesday"),
        _("on Thursday"),
        _("on Friday"),
        _("on Saturday"),
        _("on Sunday"),
    )


def _context(reminder: Reminder, *, need: Need, month: Month, now: datetime) -> dict[str, Any]:
    deadline = cut_off_of(month)
    left = days_left(now, deadline)
    lying = need.in_hands
    return {
        "reminder": reminder,
        "unit": need.unit,
        "month": month,
        "owes": need.duty.owes,
        "deadline": deadline_words(deadline),
        "left": left,
        "past": -left,
        "is_late": left < 0,
        **{
            name: [_article(row.page_id, row.page.draft_title) for row in rows[:NAMED]]
            for name, rows in (
                ("returned", lying.returned),
                ("to_release", lying.to_release),
                ("drafts", lying.drafts),
            )
        },
        "is_returned": reminder.about == ReminderAbout.RETURNED,
        "button": _("Open the unit's articles"),
    }


def _article(page_id: int, title: str) -> dict[str, str]:
    return {"title": title, "url": settings.WAGTAILADMIN_BASE_URL + reverse("intake_review", args=[page_id])}


def _subject(reminder: Reminder, context: dict[str, Any]) -> str:
    words = {"month": context["month"].label, "deadline": context["deadline"], "unit": context["unit"].short_name}
    if reminder.about == ReminderAbout.RELEASE:
        return _("The article of %(month)s waits for the head of unit – %(unit)s") % words
    if context["is_returned"]:
        return _("The article of %(month)s waits for the unit to change it – %(unit)s") % words
    if context["is_late"]:
        return _("Past the deadline: the article of %(month)s is missing – %(unit)s") % words
    return _("Reminder: the article of %(month)s is due by the end of %(deadline)s – %(unit)s") % words
