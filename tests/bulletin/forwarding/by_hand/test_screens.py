"""The screens of articles by hand, and who may do what there."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from bulletin.forwarding.actors import Actor
from bulletin.forwarding.errors import ActionError, NotAllowed
from bulletin.forwarding.handover import actions as by_hand
from tests import factories
from tests.bulletin.forwarding.by_hand.lines import task_of

pytestmark = pytest.mark.django_db


# --- who may do what ---

PEOPLE = {
    "writer": lambda unit: factories.a_writer(unit),
    "head": lambda unit: factories.a_head(unit),
    "editor": lambda unit: factories.an_editor(),
    "desk": lambda unit: factories.a_desk_editor(),
    "board": lambda unit: factories.a_board_member(),
    "officer": lambda unit: factories.an_officer(),
    "administrator": lambda unit: factories.an_administrator(),
}
LOOK = {"desk", "board", "officer", "administrator"}
OPERATE = {"officer", "administrator"}


@pytest.mark.once
def test_who_may_look_say_download_and_name(sent, client, desk, destination):
    task = task_of(sent)
    url = f"{destination.base_url}/bai/7"
    for role, make in PEOPLE.items():
        person = make(desk.unit)
        client.force_login(person)
        looks = [client.get(reverse("forwarding_tasks")), client.get(reverse("forwarding_task", args=[task.pk]))]
        download = client.get(reverse("forwarding_task_package", args=[task.pk]))
        naming = client.get(reverse("forwarding_task_route", args=[destination.pk]))
        assert [each.status_code == 200 for each in looks] == [role in LOOK] * 2, role
        assert (download.status_code == 200) is (role in OPERATE), role
        assert (naming.status_code == 200) is (role == "administrator"), role
        if role not in OPERATE:
            with pytest.raises(NotAllowed):
                by_hand.state(task_id=task.pk, actor=person, url=url)
            refused = client.post(reverse("forwarding_task", args=[task.pk]), {"url": url, "seen": "on"})
            assert refused.status_code != 200
            with pytest.raises(ActionError):
                by_hand.set_route(
                    destination_id=destination.pk,
                    person=task.person,
                    hours=1,
                    recipients=[],
                    actor=Actor.person(person),
                )
    assert task_of(sent).state == "open"


@pytest.mark.once
def test_on_the_screen_the_officer_downloads_says_and_reads_what_was_wrong(sent, client, officer, site, destination):
    client.force_login(officer)
    address = reverse("forwarding_task", args=[task_of(sent).pk])
    answer = client.get(reverse("forwarding_task_package", args=[task_of(sent).pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="mot-cua-gon-hon-v1.zip"'
    assert ZipFile(BytesIO(answer.content)).testzip() is None
    unread = client.post(address, {"url": "https://trang-khac.vn/1"})
    assert unread.status_code == 400
    elsewhere = client.post(address, {"url": "https://trang-khac.vn/1", "seen": "on"})
    assert elsewhere.status_code == 409
    assert "https://trang-khac.vn/1" in elsewhere.content.decode()
    done = client.post(address, {"url": f"{destination.base_url}/bai/7", "seen": "on"}, follow=True)
    assert "Cảm ơn" in done.content.decode()
    assert task_of(sent).state == "stated"
    again = client.post(address, {"url": f"{destination.base_url}/bai/8", "seen": "on"})
    assert again.status_code == 409
    assert "Lê Thị Chuyển" in again.content.decode()


@pytest.mark.once
def test_an_administrator_names_the_person_on_the_screen(destination, client, officer):
    client.force_login(factories.an_administrator())
    address = reverse("forwarding_task_route", args=[destination.pk])
    wrong = client.post(address, {"person": officer.pk, "hours": 12, "recipients": "không phải thư"})
    assert wrong.status_code == 400
    client.post(address, {"person": officer.pk, "hours": 12, "recipients": "a@vi-du.vn\n b@vi-du.vn\n"})
    destination.route.refresh_from_db()
    assert (destination.route.hours, destination.route.recipients) == (12, ["a@vi-du.vn", "b@vi-du.vn"])
