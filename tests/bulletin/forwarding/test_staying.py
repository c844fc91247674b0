"""What stays at a destination that is retired: who proposes and who decides see it, and the history keeps it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from bulletin.forwarding.destinations import proposals
from bulletin.forwarding.destinations.models import Change, DestinationEvent
from bulletin.forwarding.destinations.staying import Staying, staying_at
from tests import factories
from tests.bulletin.forwarding.desk import Clock
from tests.bulletin.forwarding.rows import a_row

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/chuyen-tinh/"


@pytest.fixture
def clock() -> Clock:
    return Clock(timezone.now().replace(microsecond=0) - timedelta(hours=2))


def an_article_there(destination, clock, *versions: tuple[str, str], title: str = "Bài") -> None:
    """Rows of one article, version by version: action and state."""
    key = uuid4()
    for number, (action, state) in enumerate(versions, start=1):
        clock.forward(minutes=1)
        a_row(
            destination, at=clock(), article_id=key, version=number, action=action, state=state, title=title,
            remote_url=f"https://tinh.example.vn/bai/{title}".replace(" ", "-"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("versions", "articles", "takedowns"),
    [
        ([("published", "confirmed")], 1, 0),
        ([("published", "delivered")], 1, 0),
        ([("published", "waiting")], 0, 0),
        ([("published", "rejected")], 0, 0),
        ([("published", "confirmed"), ("updated", "confirmed")], 1, 0),
        ([("published", "confirmed"), ("updated", "rejected")], 1, 0),
        ([("published", "confirmed"), ("retracted", "confirmed")], 0, 0),
        ([("published", "confirmed"), ("retracted", "delivered")], 1, 1),
        ([("published", "confirmed"), ("retracted", "retry_wait")], 1, 1),
        ([("published", "confirmed"), ("retracted", "cancelled")], 1, 0),
        ([("published", "confirmed"), ("retracted", "confirmed"), ("published", "confirmed")], 1, 0),
        ([("published", "superseded"), ("retracted", "unknown")], 0, 1),
    ],
)
def test_what_another_site_shows_is_the_newest_that_arrived_until_it_was_seen_gone(
    destination, clock, versions, articles, takedowns
):
    an_article_there(destination, clock, *versions)
    assert staying_at(destination) == Staying(articles=articles, takedowns=takedowns)


@pytest.mark.once
def test_who_proposes_and_who_decides_see_what_stays_and_the_history_keeps_it(client, destination, clock):
    admin, second = factories.an_administrator(), factories.an_administrator()
    for number in range(3):
        an_article_there(destination, clock, ("published", "confirmed"), title=f"Bài số {number}")
    an_article_there(destination, clock, ("published", "confirmed"), ("retracted", "retry_wait"), title="Bài phải gỡ")
    shown = f'href="{DESK}?muc=dang-hien&amp;noi={destination.pk}#danh-sach"'
    client.force_login(admin)
    form = f"{DESK}noi/{destination.pk}/de-xuat/ngung-dung/"
    pages = [client.get(form), client.post(form, {"reason": ""})]
    proposal = proposals.propose(change=Change.RETIRE, actor=admin, reason="Trang đóng", destination_id=destination.pk)
    client.force_login(second)
    pages.append(client.get(f"{DESK}de-xuat/{proposal.pk}/"))
    for page in (answer.content.decode() for answer in pages):
        assert shown in page
        assert "4 bài đang hiển thị ở đó" in page
        assert "còn hiển thị tại" in page
        assert 'href="https://tinh.example.vn/bai/Bài-phải-gỡ"' in page

    proposals.approve(proposal_id=proposal.pk, actor=second)
    line = DestinationEvent.objects.get(verb="retire")
    assert (line.detail, line.actor, line.reason) == ("4 1", second, "Trang đóng")
    page = client.get(f"{DESK}noi/{destination.pk}/").content.decode()
    assert "ở đó còn 4 bài, chưa thấy gỡ 1 bài" in page
    assert shown in page
    assert "còn hiển thị tại" not in client.get(f"{DESK}de-xuat/{proposal.pk}/").content.decode(), "it was decided"


@pytest.mark.once
def test_the_list_of_what_is_shown_there_stays_with_a_retired_destination(client, destination, clock):
    an_article_there(destination, clock, ("published", "confirmed"), title="Bài còn đó")
    an_article_there(destination, clock, ("published", "confirmed"), ("retracted", "confirmed"), title="Bài đã gỡ")
    call_command("destination", "retire", destination.name, "--reason", "Trang đóng cửa")
    assert DestinationEvent.objects.get(verb="retire").detail == "1 0"
    client.force_login(factories.an_officer())
    page = client.get(DESK, {"muc": "dang-hien", "noi": destination.pk}).content.decode()
    rows = page.partition('id="live-rows"')[2]
    assert "Bài còn đó" in rows
    assert "Bài đã gỡ" not in rows
    assert f"· {destination.name}</h2>" in page
    for odd in ("x", "9" * 40, "-1", "²", ""):
        assert client.get(DESK, {"muc": "dang-hien", "noi": odd}).status_code == 200
