"""The composer: what speaks for each article, headed groups, covers, checks; nothing typed is lost; who may do what."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail import hooks

from bulletin.issues import actions
from bulletin.issues.enums import ArticlesAfter, IssueState
from bulletin.issues.models import Issue, IssuePage
from bulletin.issues.previews import HOOK, IssuePreview
from cms.website.models import Photo
from submissions.articles.enums import State
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.issues.test_actions import a_draft_issue, an_approved_issue, an_issue_before_the_board
from tests.bulletin.issues.test_partly_published import a_partly_published_issue, pieces_of
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cms.accounts.models import User
    from submissions.articles.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@shared
def in_part() -> tuple[Issue, Submission]:
    """An issue that is out without one of its articles, and that article."""
    return a_partly_published_issue()


@shared
def approved() -> Issue:
    """An issue of two articles that the board has approved."""
    return an_approved_issue(State.APPROVED, State.APPROVED)


@shared
def before_the_board() -> Issue:
    """An issue of two articles before the board."""
    return an_issue_before_the_board(State.APPROVED, State.APPROVED)


WORDS = {"title": "Tít đã gõ", "issue_date": "20/11/2026", "editorial_note": "Lời đã gõ", "contributors": "Ai đó"}


def screen(issue: Issue) -> str:
    return reverse("issues_issue", args=[issue.pk])


def act(client: Client, issue: Issue, verb: str, **data: Any) -> HttpResponse:
    answer: Any = client.post(reverse("issues_act", args=[issue.pk, verb]), data)
    return answer


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def a_picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (640, 480), "navy").save(content, "PNG")
    return SimpleUploadedFile("bìa.png", content.getvalue(), content_type="image/png")


def test_each_article_says_what_speaks_for_it(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    submission = factories.an_article(state=State.APPROVED, topic="T08")
    text = text_of(client.get(screen(a_draft_issue())))
    assert f"{submission.unit.short_name} chưa có bài trong các số của tháng" in text
    assert "Chủ đề T08 còn thiếu so với kế hoạch (0/2)" in text
    assert "Gợi ý:" in text


def test_the_suggestion_fills_the_issue_on_the_screen_and_keeps_what_was_typed(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    issue = a_draft_issue()
    articles = [factories.an_article(state=State.APPROVED) for _ in range(3)]
    data = {
        **WORDS,
        f"place-{articles[2].page_id}": "1",
        f"heading-{articles[2].page_id}": "Mục đã gõ",
        "suggest": "1",
    }
    answer = client.post(screen(issue), data)
    text = text_of(answer)
    assert answer.status_code == 200
    for place, article in ((1, articles[2]), (2, articles[0]), (3, articles[1])):
        assert f'name="place-{article.page_id}" value="{place}"' in text
    for typed in ("Tít đã gõ", "Lời đã gõ", "Mục đã gõ", "20/11/2026"):
        assert typed in text
    assert not issue.entries.exists(), "nothing is saved by looking"


def test_headed_groups_and_contributors_reach_the_readers(client: Client) -> None:
    desk = factories.a_desk_editor()
    client.force_login(desk)
    issue = a_draft_issue(desk)
    first, second = factories.an_article(state=State.APPROVED), factories.an_article(state=State.APPROVED)
    data = {
        **WORDS,
        f"place-{first.page_id}": "1",
        f"place-{second.page_id}": "2",
        f"heading-{second.page_id}": "Ở quầy tiếp nhận",
        "contributors": "Nguyễn An\nTrần Bình (ảnh)",
        "submit": "1",
    }
    assert client.post(screen(issue), data).status_code == 302
    page = IssuePage.objects.get(pk=issue.page_id)
    actions.approve(issue_id=issue.pk, actor=factories.a_board_member(), revision_id=int(page.latest_revision_id or 0))
    actions.publish(issue_id=issue.pk, actor=desk)
    # What people read; the head of the page names the articles for machines too.
    text = text_of(client.get(IssuePage.objects.get(pk=issue.page_id).url)).partition("<main")[2]
    assert text.index(first.page.title) < text.index("Ở quầy tiếp nhận") < text.index(second.page.title)
    assert "Trần Bình (ảnh)" in text


def test_without_names_the_bylines_are_the_contributors() -> None:
    desk = factories.a_desk_editor()
    issue = a_draft_issue(desk)
    pieces = [factories.an_article(state=State.APPROVED, byline=name) for name in ("Lê Hoa", "Vũ Minh")]
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[piece.page_id for piece in pieces])
    assert [name.split(" (")[0] for name in IssuePage.objects.get(pk=issue.page_id).contributor_names()] == [
        "Lê Hoa", "Vũ Minh",
    ]  # fmt: skip


def test_a_cover_is_drawn_anew_and_has_to_show_nobody(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    issue = a_draft_issue()
    answer = client.post(screen(issue), {**WORDS, "cover_file": a_picture(), "cover_alt": "Sáng ở quầy"})
    assert answer.status_code == 400
    assert "Tít đã gõ" in text_of(answer)
    assert not Photo.objects.exists()
    answer = client.post(
        screen(issue), {**WORDS, "cover_file": a_picture(), "cover_nobody": "on", "cover_alt": "Sáng ở quầy"}
    )
    page = IssuePage.objects.get(pk=issue.page_id)
    assert page.lead_image is not None
    assert page.lead_alt == "Sáng ở quầy"


def test_an_uploaded_cover_survives_another_fault_of_the_form(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    issue = a_draft_issue()
    answer = client.post(
        screen(issue), {**WORDS, "title": "", "cover_file": a_picture(), "cover_nobody": "on", "cover_alt": "Quầy"}
    )
    assert answer.status_code == 400
    assert f'name="cover" value="{Photo.objects.get().pk}" checked' in text_of(answer)


def test_the_drawn_cover_can_be_chosen_again(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    issue = a_draft_issue()
    piece = factories.an_article(state=State.APPROVED, lead_image=factories.a_photo())
    place = {f"place-{piece.page_id}": "1"}
    client.post(screen(issue), {**WORDS, **place})
    assert IssuePage.objects.get(pk=issue.page_id).lead_image_id == piece.page.lead_image_id
    client.post(screen(issue), {**WORDS, **place, "cover": "0"})
    assert IssuePage.objects.get(pk=issue.page_id).lead_image_id is None


def test_the_checks_name_what_to_look_at(client: Client) -> None:
    desk, unit = factories.a_desk_editor(), factories.a_unit(short_name="TTYT Hai Bài")
    client.force_login(desk)
    issue = a_draft_issue(desk)
    pieces = [factories.an_article(state=State.APPROVED, unit=unit).page_id for _ in range(2)]
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=pieces)
    text = text_of(client.get(screen(issue)))
    for remark in (
        "2 bài của cùng một đơn vị: TTYT Hai Bài",
        "Chưa có ảnh bìa",
        "Chưa có lời tòa soạn",
        "Số có 2 bài",
    ):
        assert remark in text


def test_who_saves_over_another_is_told_and_loses_nothing(client: Client) -> None:
    mine, other = factories.a_desk_editor(), factories.a_desk_editor(name="Phan Thị Nhanh")
    client.force_login(mine)
    issue = a_draft_issue(mine)
    seen = str(issue.events.latest("pk").pk)
    actions.compose(issue_id=issue.pk, actor=other, article_ids=[], title="Tít của người khác")
    answer = client.post(screen(issue), {**WORDS, "seen": seen})
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Phan Thị Nhanh" in text
    assert "Tít đã gõ" in text
    newest = str(issue.events.latest("pk").pk)
    assert f'name="seen" value="{newest}"' in text, "who saves again has looked"
    assert client.post(screen(issue), {**WORDS, "seen": newest}).status_code == 302
    assert IssuePage.objects.get(pk=issue.page_id).title == "Tít đã gõ"


def test_what_was_typed_into_an_issue_that_was_closed_meanwhile_can_be_read(
    client: Client, before_the_board: Issue
) -> None:
    client.force_login(factories.a_desk_editor())
    answer = client.post(screen(before_the_board), WORDS)
    assert answer.status_code == 409
    assert "Lời đã gõ" in text_of(answer)


@pytest.mark.parametrize(
    "data",
    [
        {"place-999999999999999999999999": "1"},
        {"place-": "1", "place-x": "1", "place-1": "nan", "place-2": "1e999", "place-3": "-inf"},
        {"heading-999999999999999999999999": "x", "cover": "9" * 40, "seen": "9" * 40},
        {"cover": "-1", "seen": "x"},
        {"place-١": "1", "cover": "²"},
    ],
    ids=["a number that is too long", "no numbers", "long numbers elsewhere", "odd ones", "other digits"],
)
def test_odd_fields_are_left_out_or_refused_in_words(client: Client, data: dict[str, str]) -> None:
    client.force_login(factories.a_desk_editor())
    issue = a_draft_issue()
    assert client.post(screen(issue), {**WORDS, **data}).status_code in (302, 409)
    assert not issue.entries.exists()


def test_a_refused_publication_offers_to_leave_the_named_articles_out(client: Client, approved: Issue) -> None:
    client.force_login(factories.a_desk_editor())
    issue = approved
    held = pieces_of(issue)[0]
    moderation.reopen(submission_id=held.pk, actor=factories.an_editor())
    answer = act(client, issue, "publish")
    assert answer.status_code == 409
    text = text_of(answer)
    assert held.page.title in text
    assert f'name="article" value="{held.page_id}" checked' in text
    answer = act(client, issue, "publish_part", article=[held.page_id], reason="")
    assert answer.status_code == 409
    assert f'name="article" value="{held.page_id}" checked' in text_of(answer)
    assert act(client, issue, "publish_part", article=[held.page_id], reason="Đang sửa.").status_code == 302
    issue.refresh_from_db()
    assert issue.state == IssueState.PARTIAL


def test_the_rest_is_published_or_let_go_from_the_screen(client: Client, in_part: tuple[Issue, Submission]) -> None:
    client.force_login(factories.a_desk_editor())
    issue, late = in_part
    assert late.page.title in text_of(client.get(screen(issue)))
    refused = act(client, issue, "let_go", article=late.page_id, reason="")
    assert refused.status_code == 409
    assert act(client, issue, "complete").status_code == 302
    issue.refresh_from_db()
    assert issue.state == IssueState.PUBLISHED
    other, piece = a_partly_published_issue()
    assert act(client, other, "let_go", article=piece.page_id, reason="Đơn vị xin lùi.").status_code == 302
    other.refresh_from_db()
    assert other.state == IssueState.PUBLISHED


def test_a_withdrawal_asks_what_becomes_of_the_articles(client: Client) -> None:
    client.force_login(factories.a_desk_editor())
    issue = an_approved_issue(State.APPROVED)
    actions.publish(issue_id=issue.pk, actor=factories.a_desk_editor())
    answer = act(client, issue, "withdraw", reason="Lý do đã gõ", public_note="Ghi chú đã gõ")
    assert answer.status_code == 400
    assert "Lý do đã gõ" in text_of(answer)
    assert "Ghi chú đã gõ" in text_of(answer)
    assert IssuePage.objects.get(pk=issue.page_id).live
    answer = act(client, issue, "withdraw", reason="Sai", public_note="Gỡ để sửa", articles=ArticlesAfter.KEEP.value)
    assert answer.status_code == 302
    assert not IssuePage.objects.get(pk=issue.page_id).live


@pytest.mark.parametrize("verb", ["publish_part", "complete", "let_go", "withdraw"])
@pytest.mark.parametrize(
    "person",
    [factories.an_editor, factories.an_officer, factories.an_administrator],
    ids=["editor", "officer", "administrator"],
)
def test_only_the_desk_and_the_board_act_on_an_issue(
    client: Client, in_part: tuple[Issue, Submission], approved: Issue, person: Callable[[], User], verb: str
) -> None:
    issue, late = in_part
    if verb == "publish_part":
        issue = approved
        late = pieces_of(issue)[0]
    client.force_login(person())
    before = issue.events.count()
    answer = act(client, issue, verb, article=late.page_id, reason="Vì sao", public_note="Ghi chú", articles="keep")
    assert answer.status_code == 409
    assert issue.events.count() == before
    assert f"/{verb}/" not in text_of(client.get(screen(issue)))


@pytest.mark.parametrize("verb", ["follow", "lose", "correct", "cover", "compose", "create", "nothing"])
def test_what_only_events_do_has_no_address(client: Client, in_part: tuple[Issue, Submission], verb: str) -> None:
    issue, _late = in_part
    client.force_login(factories.a_person(factories.Role.DESK, factories.Role.BOARD))
    assert act(client, issue, verb).status_code == 404


def test_the_newsroom_previews_an_issue_and_nobody_else(client: Client, before_the_board: Issue) -> None:
    issue = before_the_board
    titles = [piece.page.title for piece in pieces_of(issue)]
    address = reverse("issues_preview", args=[issue.pk])
    unit = factories.a_unit()
    for person in (factories.an_editor(), factories.a_desk_editor(), factories.a_board_member(), factories.an_administrator()):  # fmt: skip
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200
        assert all(title in text_of(answer) for title in titles)
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]
    for stranger in (factories.an_officer(), factories.a_writer(unit), factories.a_head(unit), None):
        client.logout()
        if stranger:
            client.force_login(stranger)
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert not any(title in text_of(answer) for title in titles)


def test_the_officer_does_not_read_the_titles_of_what_is_not_published(client: Client) -> None:
    issue = an_approved_issue(State.APPROVED, State.PUBLISHED)
    secret, public = pieces_of(issue)
    client.force_login(factories.an_officer())
    text = text_of(client.get(screen(issue)))
    assert public.page.title in text
    assert secret.page.title not in text


def test_another_room_adds_its_preview(client: Client, before_the_board: Issue) -> None:
    issue = before_the_board

    def pdf(*, issue: Issue, user: User) -> list[IssuePreview]:
        return [IssuePreview(label="PDF", url=f"/thu/{issue.pk}.pdf")]

    client.force_login(factories.a_board_member())
    with hooks.register_temporarily(HOOK, pdf):
        assert f'href="/thu/{issue.pk}.pdf"' in text_of(client.get(screen(issue)))


def test_the_composer_asks_the_same_number_of_queries_however_much_there_is(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = factories.a_desk_editor()
    client.force_login(desk)
    issue = a_draft_issue(desk)
    pieces = [factories.an_article(state=State.APPROVED, lead_image=factories.a_photo()) for _ in range(12)]
    actions.compose(issue_id=issue.pk, actor=desk, article_ids=[piece.page_id for piece in pieces[:6]])
    client.get(screen(issue))
    with django_assert_max_num_queries(45):
        assert client.get(screen(issue)).status_code == 200
