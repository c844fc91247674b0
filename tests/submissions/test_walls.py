"""A unit's unpublished work does not exist for anybody else, at any address of the admin; and no link changes anything."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client

from submissions.units.actions import add_member
from submissions.units.enums import UnitRole
from tests import factories
from tests.shared import shared
from tests.submissions.moderation.addresses import Address, named_addresses
from tests.submissions.walled_unit import HOUSE_LISTS, PHONE, SECRET, WalledUnit, changed, everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Views that the walk does not ask, and why.
LEFT_OUT = {
    "wagtailadmin_login": "for signing in; whoever is signed in is sent on",
    "wagtailadmin_logout": "would end the walk's own session",
    "wagtailadmin_password_reset": "shows nobody's data; has tests of its own",
    "wagtailadmin_password_reset_done": "shows nobody's data",
    "wagtailadmin_password_reset_complete": "shows nobody's data",
    "wagtailadmin_password_reset_confirm": "takes a signed link; has tests of its own",
    "wagtailadmin_error_test": "fails on purpose",
    "unnamed": "Wagtail's pages for what is not found",
}
# What lists, choosers, searches, filters, exports and the admin's API listen to.
QUERIES = (
    "?q=thanh+long&id={page}&id={photo}&multiple=1&child_of={unit_page}&for_explorer=1",
    "?search=thanh&fields=*&limit=100",
    "?q=thanh&user={writer}&owner={writer}&collection_id={collection}&ordering=-pk&p=1&export=xlsx",
    "?id={document}&id={photo}&export=csv&next=/quan-tri/pages/{page}/edit/&don-vi=DVA&muc=waiting&sau=1",
)
# What is no unpublished work, and for whom: the officer reads which unit owes nothing this month, and by which document.
ALLOWED = {("the officer", "mien")}


# Rooms of the house, where a unit has nothing: they send people away to where they came from, and 404 would say no more.
ROOMS_OF_THE_HOUSE = (*(f"{room}:" for room in HOUSE_LISTS), "forwarding_", "issues_")


def queries(a: WalledUnit) -> list[str]:
    """The query strings, with unit A's numbers."""
    ids = {
        "page": a.page.pk, "photo": a.photo.pk, "unit_page": a.unit.page.pk, "writer": a.writer.pk,
        "document": a.document.pk, "collection": a.photo.collection_id,
    }  # fmt: skip
    return [query.format(**ids) for query in QUERIES]


def words(response) -> bytes:
    """All that an answer says: its headers and its bytes, unpacked if it is a spreadsheet."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as packed:
            body += b"".join(packed.read(name) for name in packed.namelist())
    return body + str(list(response.headers.items())).encode()


def told(a: WalledUnit, response) -> set[str]:
    """What an answer gives away: secret words, by their kind, the phone number, and the names of the photo's files."""
    said = words(response)
    found = {word.decode() for word in re.findall(rb"%b-?(\w*)" % SECRET.encode(), said)}
    return found | {known for known in (PHONE, *a.file_names) if known.encode() in said}


def walk(a: WalledUnit, browser: Client, addresses: list[Address]) -> Iterator[tuple[str, int, set[str]]]:
    """Asks every address, lists and choosers in every way: (address, status, secret words)."""
    browser.raise_request_exception = False
    for address in addresses:
        response = browser.get(address.path)
        yield address.path, response.status_code, told(a, response)
        # What names a thing of unit A and is not there needs no further question; a chooser is silent until it is asked.
        is_there = response.status_code not in {302, 403} and not (
            response.status_code == 404 and address.has_parameters
        )
        ways = queries(a)[: 1 if address.has_parameters else None] if is_there else []
        for query in ways:
            response = browser.get(address.path + query)
            yield address.path + query, response.status_code, told(a, response)


def addresses_of(a: WalledUnit) -> list[Address]:
    """Every address, with the numbers of the article in review; those of articles also with those of a draft."""
    found, unfilled = named_addresses(a.values(), LEFT_OUT)
    assert unfilled == [], "give a value in WalledUnit.values(), or a reason in LEFT_OUT"
    of_draft, _unfilled = named_addresses(a.values(a.draft), LEFT_OUT)
    return sorted({*found, *of_draft})


VIEWERS: dict[str, Callable[[Unit], User | None]] = {
    "another unit's head": factories.a_head,
    "another unit's writer": factories.a_writer,
    "somebody without a part": lambda _unit: factories.a_person(),
    "the officer": lambda _unit: factories.an_officer(),
    "nobody": lambda _unit: None,
}


@shared
def a() -> WalledUnit:
    """Unit A."""
    return WalledUnit()


@pytest.mark.parametrize("who", VIEWERS)
def test_nobody_else_reads_a_word_of_a_units_unpublished_work(
    a: WalledUnit, who: str, signed_in: Callable[[User], Client]
):
    b = factories.a_unit("DVB")
    addresses = addresses_of(a)
    person = VIEWERS[who](b)
    browser = signed_in(person) if person else Client()
    before = everything()

    leaks, faults = [], []
    for path, status, found in walk(a, browser, addresses):
        leaks += [f"{word} at {path} ({status})" for word in found if (who, word) not in ALLOWED]
        if status >= 500:
            faults.append(f"{status} at {path}")

    assert len(addresses) > 280, "the walk has found the admin"
    assert not leaks, "\n".join(leaks)
    assert not faults, "\n".join(faults)
    assert not (differences := changed(before, everything())), "\n".join(differences)


def test_the_walk_would_find_a_leak(a: WalledUnit, signed_in: Callable[[User], Client]):
    browser = signed_in(a.head)
    browser.raise_request_exception = False

    # What the unit itself reads is what the walk looks for behind the wall.
    wanted = {
        "tit", "sapo", "than", "but", "bia", "anh", "tep", "dongy", "lydo", "gopy", "word", "ten", "moi", "dukien",
        "ghichu", PHONE,
    }  # fmt: skip
    for address in addresses_of(a):
        if not wanted:
            break
        wanted -= told(a, browser.get(address.path))

    assert wanted == set()


@pytest.mark.parametrize("person", [factories.an_administrator, factories.a_desk_editor])
def test_no_link_changes_anything(a: WalledUnit, person, signed_in: Callable[[User], Client]):
    browser = signed_in(person())
    browser.raise_request_exception = False
    addresses = addresses_of(a)
    before = everything()

    faults = [address.path for address in addresses if browser.get(address.path).status_code >= 500]

    assert faults == []
    assert not (differences := changed(before, everything())), "\n".join(differences)


def test_no_form_of_another_unit_changes_anything(a: WalledUnit, signed_in: Callable[[User], Client]):
    browser = signed_in(factories.a_head(factories.a_unit("DVB")))
    browser.raise_request_exception = False
    typed = {
        "title": "Đổi", "reason": "Vì một lẽ.", "note": "Ghi chú", "revision_id": a.page.latest_revision_id,
        "no_secrets": "on", "sure": "on", "person": a.writer.pk, "membership": a.writer.memberships.get().pk,
        "invitation": a.invitation.pk, "full_name": "Tên khác", "phone": "0258", "email": "khac@vi-du.vn",
        "next": "/quan-tri/", "id": a.page.pk, "ids": a.in_review.pk, "submission": a.in_review.pk,
    }  # fmt: skip
    addresses = [address for address in addresses_of(a) if address.has_parameters]
    before = everything()

    leaks, answers = [], {}
    for address in addresses:
        response = browser.post(address.path, typed)
        answers[address] = response.status_code
        leaks += [f"{word} at {address.path}" for word in told(a, response)]

    ours = {
        f"{address.name} {address.path}": status
        for address, status in answers.items()
        if not address.name.startswith(("wagtail", *ROOMS_OF_THE_HOUSE))
    }
    assert not leaks, "\n".join(leaks)
    assert not (differences := changed(before, everything())), "\n".join(differences)
    assert [address.path for address, status in answers.items() if status >= 500] == []
    assert [f"{status} {path}" for path, status in ours.items() if status not in {404, 405}] == []


def test_who_has_moved_to_another_unit_leaves_behind_what_they_wrote(signed_in: Callable[[User], Client]):
    unit, other = factories.a_unit(), factories.a_unit()
    writer = factories.a_writer(unit)
    draft = factories.an_article(unit=unit, writer=writer)
    addresses = [
        f"/quan-tri/bai/{draft.page_id}/soat/",
        f"/quan-tri/bai/{draft.page_id}/sua-chu/",
        f"/quan-tri/bai/{draft.page_id}/xem-truoc/",
        f"/quan-tri/kiem-duyet/{draft.pk}/",
        f"/quan-tri/pages/{draft.page_id}/edit/",
    ]
    browser = signed_in(writer)
    assert {browser.get(address).status_code for address in addresses} == {200}

    writer.memberships.all().delete()
    add_member(unit=other, user=writer, role=UnitRole.WRITER)
    browser = signed_in(type(writer).objects.get(pk=writer.pk))

    assert {browser.get(address).status_code for address in addresses} == {404}
    assert {browser.post(address, {"title": "Đổi"}).status_code for address in addresses} <= {404, 405}
    assert factories.latest_text(draft).title != "Đổi"


def test_what_is_kept_out_of_sight_has_no_address(a: WalledUnit, client):
    names = [a.photo.file.name, a.document.file.name, a.consent.file.name, a.conversion.source.name]

    for name in names:
        for place in ("/media/", "/media/images/", "/media/images/../", "/media/images/%2e%2e/", "/static/", "/"):
            assert client.get(place + name).status_code in {400, 404}, place + name
    # A size that a page or a preview shows is served to whoever knows its random name: see docs/permissions.md.
    assert re.search(r"[0-9a-f]{32}|[0-9a-f-]{36}", a.shown.file.name)
    assert client.get(a.shown.url).status_code == 200
