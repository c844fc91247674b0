"""The screens of people: who finds them, what they offer, and that a refusal keeps what was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model

from cms.accounts.models import User
from cms.accounts.roles import Role, house_roles
from submissions.units import invitation_actions
from submissions.units.actions import add_member, collection_of
from submissions.units.enums import NoticeKind, UnitRole
from submissions.units.models import AccountAct, Invitation, MailRoute, Membership, Unit
from submissions.units.people import is_member
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def rows() -> list[Any]:
    """Everything that these screens could change."""
    models: tuple[Any, ...] = (User, Membership, Invitation, MailRoute, AccountAct, Unit)
    return [list(model._base_manager.order_by("pk").values()) for model in models]


def people_screens(unit, person) -> dict[str, dict[str, object]]:
    """The addresses about one unit: the screens, and the acts with their forms."""
    base = f"/quan-tri/don-vi/{unit.code}/"
    membership = person.memberships.get(unit=unit).pk
    invitation = unit.invitations.get().pk
    return {
        f"{base}nguoi/": {},
        f"{base}nguoi/moi/": {"email": "x@vi-du.vn", "full_name": "X"},
        f"{base}nguoi/sua/": {"person": person.pk, "full_name": "X"},
        f"{base}nguoi/thoi/": {"membership": membership},
        f"{base}nguoi/bo-nhiem/": {"person": person.pk},
        f"{base}nguoi/gui-lai/": {"invitation": invitation},
        f"{base}nguoi/huy-loi-moi/": {"invitation": invitation},
        f"{base}cai-dat/": {"head_releases": "on"},
    }


def test_a_units_people_and_settings_do_not_exist_for_anybody_else(signed_in, client):
    unit, other = factories.a_unit(), factories.a_unit()
    head, writer = factories.a_head(unit), factories.a_writer(unit)
    invitation_actions.invite(unit_id=unit.pk, actor=head, email="cho@vi-du.vn", full_name="Chờ")
    screens = people_screens(unit, writer)
    outsiders = [
        writer,
        factories.a_head(other),
        factories.a_writer(other),
        factories.an_editor(),
        factories.a_board_member(),
        factories.an_officer(),
    ]
    before = rows()
    for person in outsiders:
        browser = signed_in(person)
        for address, form in screens.items():
            assert browser.get(address).status_code == 404, (person, address)
            assert browser.post(address, form).status_code in {404, 405}, (person, address)
        for address in ("/quan-tri/nguoi/", f"/quan-tri/nguoi/{head.pk}/", "/quan-tri/nguoi/moi/"):
            assert browser.get(address).status_code == 404
        for act in ("vai-tro", "tai-khoan", "dong", "mo-lai"):
            assert browser.post(f"/quan-tri/nguoi/{head.pk}/{act}/", {"roles": ["administrator"]}).status_code == 404
    for person in (head, factories.a_desk_editor()):
        browser = signed_in(person)
        assert browser.get("/quan-tri/nguoi/").status_code == 404
        assert browser.post(f"/quan-tri/nguoi/{writer.pk}/vai-tro/", {"roles": ["editor"]}).status_code == 404
    for address in screens:
        assert client.get(address).status_code == 302
    changed = [now for then, now in zip(before, rows(), strict=True) if then != now]
    assert len(changed) == 1, "only the desk editor of this test is new"


def test_a_head_reaches_nobody_of_another_unit_through_the_own_unit(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    head, stranger, foreign_head = factories.a_head(unit), factories.a_writer(other), factories.a_head(other)
    factories.a_writer(unit)
    foreign = invitation_actions.invite(unit_id=other.pk, actor=foreign_head, email="cho@vi-du.vn", full_name="Chờ")
    browser = signed_in(head)
    base = f"/quan-tri/don-vi/{unit.code}/nguoi/"
    before = rows()
    forms: dict[str, list[dict[str, Any]]] = {
        "sua": [{"person": stranger.pk, "full_name": "X"}, {"person": "x"}, {"person": "1" * 30}, {}],
        "thoi": [{"membership": stranger.memberships.get().pk}, {"membership": "-1"}, {}],
        "gui-lai": [{"invitation": foreign.pk}, {"invitation": "²"}, {}],
        "huy-loi-moi": [{"invitation": foreign.pk}],
        "khong-co": [{}],
    }
    for act, given in forms.items():
        for form in given:
            assert browser.post(f"{base}{act}/", form).status_code == 404, (act, form)
    assert rows() == before


def test_no_link_changes_anything_and_every_form_needs_its_token(signed_in):
    from django.test import Client

    unit = factories.a_unit()
    head, writer = factories.a_head(unit), factories.a_writer(unit)
    invitation_actions.invite(unit_id=unit.pk, actor=head, email="cho@vi-du.vn", full_name="Chờ")
    screens = people_screens(unit, writer)
    house = [f"/quan-tri/nguoi/{writer.pk}/{act}/" for act in ("vai-tro", "tai-khoan", "dong", "mo-lai")]
    root = factories.an_administrator()
    browser = signed_in(root)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    before = rows()
    for address, form in [*screens.items(), *((each, {}) for each in [*house, "/quan-tri/nguoi/moi/"])]:
        assert browser.get(address).status_code in {200, 302}
        assert strict.post(address, form).status_code in {403, 405}
    token = invitation_actions.token_of(unit.invitations.get())
    assert strict.post(f"/loi-moi/{token}/", {}).status_code == 403
    assert rows() == before


def test_a_head_invites_corrects_and_ends_on_one_screen(signed_in):
    unit = factories.a_unit()
    head, writer, second = factories.a_head(unit), factories.a_writer(unit, name="Bùi Văn Ân"), factories.a_head(unit)
    browser = signed_in(head)
    base = f"/quan-tri/don-vi/{unit.code}/nguoi/"

    page = browser.get(base).content.decode()
    assert page.index("Bùi Văn Ân") > 0
    assert 'name="role"' not in page, "a head is not asked for a role"
    assert f'value="{second.memberships.get().pk}"' not in page, "no button to end a head"

    typed = browser.post(base + "moi/", {"email": "sai", "full_name": "Lê Thị Đã Gõ", "phone": "abc"})
    assert typed.status_code == 422
    assert "Lê Thị Đã Gõ" in typed.content.decode()
    assert browser.post(base + "moi/", {"email": "a@vi-du.vn", "full_name": "\u200b \u202e"}).status_code == 422
    name = '"><img src=x onerror=alert(1)>{{7*7}}'
    assert browser.post(base + "moi/", {"email": "a@vi-du.vn", "full_name": name}).status_code == 302
    again = browser.post(base + "moi/", {"email": "a@vi-du.vn", "full_name": "B"})
    assert again.status_code == 409
    page = browser.get(base).content.decode()
    assert "<img src=x" not in page
    assert "{{7*7}}" in page

    done = browser.post(base + "sua/", {"person": writer.pk, "full_name": " Bùi  Văn Ấn ", "phone": "0258.3822"})
    assert done.status_code == 302
    assert browser.post(base + "thoi/", {"membership": writer.memberships.get().pk}).status_code == 302
    assert browser.post(base + "thoi/", {"membership": 10**9}).status_code == 409
    assert browser.post(base + "thoi/", {"membership": second.memberships.get().pk}).status_code == 403
    assert browser.post(base + "thoi/", {"membership": head.memberships.get().pk}).status_code == 403
    writer.refresh_from_db()
    assert (writer.full_name, writer.phone, writer.is_active) == ("Bùi Văn Ấn", "0258.3822", False)
    page = browser.get(base).content.decode()
    assert "Bùi Văn Ân, → Bùi Văn Ấn" in page or "Bùi Văn Ân → Bùi Văn Ấn" in page


def test_the_desk_appoints_a_head_and_the_unit_sets_who_gets_which_mail(signed_in):
    unit = factories.a_unit()
    writer, desk = factories.a_writer(unit), factories.a_desk_editor()
    browser = signed_in(desk)

    assert unit.short_name in browser.get("/quan-tri/don-vi-va-nguoi/").content.decode()
    done = browser.post(f"/quan-tri/don-vi/{unit.code}/nguoi/bo-nhiem/", {"person": writer.pk})
    assert done.status_code == 302
    assert is_member(User.objects.get(pk=writer.pk), unit.pk, UnitRole.HEAD)

    head = signed_in(User.objects.get(pk=writer.pk))
    assert head.get("/quan-tri/don-vi-va-nguoi/")["Location"].endswith(f"/don-vi/{unit.code}/nguoi/")
    address = f"/quan-tri/don-vi/{unit.code}/cai-dat/"
    stranger = factories.a_writer(factories.a_unit())
    assert head.post(address, {"mail_late": [stranger.pk]}).status_code == 422
    assert head.post(address, {"head_releases": "on", "mail_late": [writer.pk]}).status_code == 302
    unit.refresh_from_db()
    assert unit.head_releases
    assert MailRoute.objects.get().kind == NoticeKind.LATE
    assert "checked" in head.get(address).content.decode()


def test_the_administrator_gives_roles_and_nobody_else_learns_passwords(signed_in):
    administrator = factories.a_person(Role.ADMINISTRATOR)
    person = factories.an_editor(name="Đỗ Thị Tìm")
    browser = signed_in(administrator)
    screen = f"/quan-tri/nguoi/{person.pk}/"

    assert "Đỗ Thị Tìm" in browser.get("/quan-tri/nguoi/?q=thị tìm&vai=editor").content.decode()
    assert browser.get("/quan-tri/nguoi/?q=%00&vai=x&p=-1").status_code == 200
    assert browser.get("/quan-tri/nguoi/?p=1000000000000&q=" + "x" * 10_000).status_code == 200
    assert browser.post(screen + "vai-tro/", {"roles": ["unit:BVDKT"]}).status_code == 422
    assert browser.post(screen + "vai-tro/", {"roles": ["desk", "officer"]}).status_code == 302
    assert house_roles(User.objects.get(pk=person.pk)) == {Role.DESK, Role.OFFICER}
    taken = browser.post(screen + "tai-khoan/", {"full_name": "A", "email": administrator.email.upper()})
    assert taken.status_code == 409
    assert User.objects.get(pk=person.pk).full_name == "Đỗ Thị Tìm", "nothing of a refused form is saved"
    assert browser.post(screen + "dong/").status_code == 302
    assert browser.post(screen + "dong/").status_code == 409
    assert browser.post(screen + "mo-lai/").status_code == 302
    own = f"/quan-tri/nguoi/{administrator.pk}/"
    assert browser.post(own + "vai-tro/", {"roles": []}).status_code == 403
    page = browser.get(own).content.decode()
    assert "vai-tro/" not in page
    assert "password" not in browser.get(screen).content.decode().lower()
    assert Session.objects.exists()


def test_the_lists_cost_the_same_for_three_people_as_for_thirty(signed_in):
    unit = factories.a_unit()
    desk, root = signed_in(factories.a_desk_editor()), signed_in(factories.an_administrator())
    addresses = [
        (desk, f"/quan-tri/don-vi/{unit.code}/nguoi/"),
        (desk, f"/quan-tri/don-vi/{unit.code}/cai-dat/"),
        (desk, "/quan-tri/don-vi-va-nguoi/"),
        (root, "/quan-tri/nguoi/"),
    ]

    def grow(count):
        for number in range(count):
            person = User.objects.create(
                email=f"{unit.code}-{number}-{count}@vi-du.vn", full_name=f"Trần Văn {number}"
            )
            add_member(unit=unit, user=person, role=UnitRole.WRITER)

    def cost():
        counts = []
        for browser, address in addresses:
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    grow(3)
    few = cost()
    grow(27)
    assert cost() == few


def test_a_writer_chooses_only_the_own_units_photos_and_files(signed_in):
    unit, other = factories.a_unit(), factories.a_unit()
    browser = signed_in(factories.a_writer(unit))
    for each, word in ((unit, "cua-minh"), (other, "cua-nguoi")):
        factories.a_photo(unit=each, title=f"ảnh-{word}")
        document = get_document_model()(title=f"tệp-{word}", collection=collection_of(each))
        document.file.save(f"{each.code}.pdf", ContentFile(b"%PDF-1.4"))
    factories.a_photo(title="ảnh-cua-nha")
    addresses = [
        f"/quan-tri/{kind}/{screen}"
        for kind in ("images", "documents")
        for screen in ("", "chooser/", "chooser/results/", "?q=cua", "chooser/results/?q=cua")
    ] + ["/quan-tri/api/main/images/", "/quan-tri/api/main/documents/"]

    for address in addresses:
        text = browser.get(address).content.decode()
        assert "cua-nguoi" not in text, address
        assert "cua-nha" not in text, address
    own = browser.get("/quan-tri/images/chooser/results/").content.decode()
    assert "ảnh-cua-minh" in own
