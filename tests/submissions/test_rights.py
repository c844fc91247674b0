"""Nobody raises themselves: Wagtail's rooms of the house are the administrator's, and no form gives rights that it does
not show. The house's own screens for people are tried in tests/submissions/units/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group

from cms.accounts.models import User
from tests import factories
from tests.submissions.moderation.addresses import named_addresses
from tests.submissions.test_walls import LEFT_OUT
from tests.submissions.walled_unit import WalledUnit, changed, everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HOUSE_ROOMS = (
    "wagtailusers_users:",
    "wagtailusers_groups:",
    "wagtailadmin_collections:",
    "wagtailadmin_workflows:",
    "wagtailsites:",
    "wagtailsettings:",
    "wagtailredirects:",
)
TYPED = {
    "name": "Đổi", "email": "x@vi-du.vn", "is_superuser": "on", "is_active": "on", "hostname": "x.vn", "port": "80",
    "full_name": "X", "parent": "1", "groups": ["1"], "bulletin_name": "Đổi", "old_path": "/x", "redirect_link": "/y",
}  # fmt: skip


def test_the_rooms_of_the_house_are_the_administrators_alone(signed_in: Callable[[User], Client]):
    a = WalledUnit()
    found, _unfilled = named_addresses(a.values(), LEFT_OUT)
    rooms = [address.path for address in found if address.name.startswith(HOUSE_ROOMS)]
    people = {
        "the unit's head": a.head,
        "an editor": a.editor,
        "the desk": factories.a_desk_editor(),
        "the board": factories.a_board_member(),
        "the officer": factories.an_officer(),
    }
    browsers = {who: signed_in(person) for who, person in people.items()}
    before = everything()

    opened = []
    for who, browser in browsers.items():
        browser.raise_request_exception = False
        for path in rooms:
            answers = (browser.get(path), browser.post(path, TYPED))
            opened += [
                f"{who}: {answer.request['REQUEST_METHOD']} {path} answers {answer.status_code}"
                for answer in answers
                if answer.status_code not in {302, 403, 404, 405}
            ]

    assert len(rooms) > 60
    assert not opened, "\n".join(opened)
    assert not (differences := changed(before, everything())), "\n".join(differences)


def test_ones_own_account_page_gives_no_rights_and_no_other_address(signed_in: Callable[[User], Client]):
    unit, other = factories.a_unit(), factories.a_unit()
    head = factories.a_head(unit)
    groups = set(head.groups.values_list("pk", flat=True))
    forged = {
        "name-full_name": "Tên Mới", "name-phone": "0258", "name-email": "x@vi-du.vn", "name-is_superuser": "on",
        "name-is_active": "", "email": "x@vi-du.vn", "is_superuser": "on", "role": "head", "unit": other.pk,
        "groups": [group.pk for group in Group.objects.all()], "name_email-email": "x@vi-du.vn",
    }  # fmt: skip

    signed_in(head).post("/quan-tri/account/", forged)

    now = User.objects.get(pk=head.pk)
    assert (now.email, now.is_superuser, now.is_active) == (head.email, False, True)
    assert set(now.groups.values_list("pk", flat=True)) == groups
    assert [(each.unit_id, each.role) for each in now.memberships.all()] == [(unit.pk, "head")]
