"""Forms that arrived after their session had ended: kept for the person who opened them, and offered again.

A form that carries the field of `{% kept_form %}` says, signed, whose it is. If it arrives from somebody who is not
signed in any more, or with the token of an earlier session, what was typed is kept in a row that only that account
reads. Nothing of it is done: the person looks at it after signing in and sends it again, or throws it away.
"""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from cms.accounts.models import KeptForm, User

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest

#: The signed field of a form that names its person, and the field by which a form that is sent again names its row.
OWNER: Final = "form_of"
AGAIN: Final = "kept_form"
#: A form may lie open so long; what was kept is offered so long; what was sent again stays for a day, in case.
OPEN_FOR: Final = timedelta(days=14)
KEPT_FOR: Final = timedelta(days=7)
KEPT_AFTER_SENDING: Final = timedelta(days=1)
#: So many forms of one person are kept, the latest ones.
MOST: Final = 20
LONGEST_PATH: Final = 500
_SALT: Final = "cms.accounts.kept_forms"
#: What a session had to prove, and what is declared each time anew.
_NEVER: Final = frozenset({"csrfmiddlewaretoken", OWNER, AGAIN, "no_secrets"})


def owner_token(user: User) -> str:
    """The value of the field `OWNER` in a form that ``user`` opens."""
    return signing.dumps(user.pk, salt=_SALT)


def owner_of(token: str) -> User | None:
    """Whose form it is; None if nobody's of ours, or open for longer than `OPEN_FOR`."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def keep(request: HttpRequest) -> KeptForm | None:
    """Keeps what a form brought that can't be done now; None if it names no person, or is no page's own form.

    What a page sends in the background is left alone: the page is still there, with all that was typed.
    """
    if request.method != "POST" or not request.path.startswith(reverse("wagtailadmin_home")):
        return None
    if request.headers.get("Sec-Fetch-Dest", "document") != "document" or "X-Requested-With" in request.headers:
        return None
    owner = owner_of(request.POST.get(OWNER, ""))
    path = request.get_full_path()
    if owner is None or len(path) > LONGEST_PATH or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return None
    fields = [[name, _storable(value)] for name, value in _pairs(request) if _is_kept(name)]
    if not any(value.strip() for _name, value in fields):
        return None
    # It was not taken, whatever page the answer leads to.
    request.kept_form_again = None  # type: ignore[attr-defined]
    return store(owner=owner, path=path, fields=fields, files=len(request.FILES))


@transaction.atomic
def store(*, owner: User, path: str, fields: list[list[str]], files: int = 0, now: datetime | None = None) -> KeptForm:
    """Writes a form down, once however often it is sent, and lets go of the oldest beyond `MOST`."""
    now = now or timezone.now()
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    digest = sha256(json.dumps([path, fields], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
    row, _made = KeptForm.objects.update_or_create(
        user=owner,
        digest=digest,
        defaults={"path": path, "fields": fields, "files": files, "kept_at": now, "sent_at": None},
    )
    newest = KeptForm.objects.filter(user=owner).order_by("-kept_at", "-pk").values_list("pk", flat=True)[:MOST]
    KeptForm.objects.filter(user=owner).exclude(pk__in=list(newest)).delete()
    return row


def waiting_for(user: User, *, now: datetime | None = None) -> QuerySet[KeptForm]:
    """What is kept for a person and was neither sent again nor thrown away; the latest first."""
    since = (now or timezone.now()) - KEPT_FOR
    return KeptForm.objects.filter(user=user, sent_at__isnull=True, kept_at__gt=since).order_by("-kept_at", "-pk")


def note_sent(*, user: User, key: UUID, now: datetime | None = None) -> None:
    """The form was sent again and its page took it."""
    KeptForm.objects.filter(user=user, key=key, sent_at__isnull=True).update(sent_at=now or timezone.now())


def throw_away(*, user: User, key: UUID) -> bool:
    """Deletes one of a person's own; says whether it was there."""
    gone, _by_model = KeptForm.objects.filter(user=user, key=key).delete()
    return gone > 0


def thin(*, now: datetime | None = None) -> int:
    """Deletes what is past its time; returns how many."""
    now = now or timezone.now()
    old = KeptForm.objects.filter(kept_at__lte=now - KEPT_FOR)
    sent = KeptForm.objects.filter(sent_at__lte=now - KEPT_AFTER_SENDING)
    return old.delete()[0] + sent.delete()[0]


def _pairs(request: HttpRequest) -> Iterable[tuple[str, str]]:
    return ((name, value) for name, values in request.POST.lists() for value in values)


def _is_kept(name: str) -> bool:
    return name not in _NEVER and "password" not in name.lower()


def _storable(value: str) -> str:
    """Without what no database takes: NUL, and halves of characters."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def sign_in_address() -> str:
    """The address of signing in that leads to what is kept."""
    return f"{reverse(settings.LOGIN_URL)}?next={reverse('kept_forms')}"
