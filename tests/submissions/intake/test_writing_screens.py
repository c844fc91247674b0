"""Writing without scripts: a draft from a form, its text changed block by block, and nothing lost on the way."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from cms.core.rich_text import without_keys
from cms.website.models import Photo
from submissions.articles.enums import State
from submissions.articles.models import ArticlePage, Submission
from tests import factories
from tests.shared import shared

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from cms.accounts.models import User
    from submissions.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RICH = '<p>Mở đầu với <a href="https://vi-du.vn/">liên kết</a>.</p><p>Đoạn hai.</p>'


@shared
def unit(house: object) -> Unit:
    return factories.a_unit(code="BVTHU")


@shared
def writer(unit: Unit) -> User:
    return factories.a_writer(unit)


@pytest.fixture
def client(writer: User, signed_in) -> Client:
    return signed_in(writer)


def picture(colour: str = "teal", size: tuple[int, int] = (80, 60), kind: str = "JPEG") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, kind)
    return SimpleUploadedFile("../../etc/x.php.jpg", content.getvalue(), content_type="image/jpeg")


WRITE = "/quan-tri/don-vi/BVTHU/viet/"


def words(**changes: Any) -> dict[str, Any]:
    return {
        "token": str(uuid4()),
        "title": "Một cửa gọn hơn",
        "sapo": "Người bệnh chờ ít hơn.",
        "byline": "Nguyễn An",
        "text": "Đoạn một.\r\n\r\n- a\r\n- b\r\n\r\n## Tít phụ\r\n\r\nĐoạn hai.",
        "action": "review",
        **changes,
    }


def latest(submission: Submission) -> ArticlePage:
    return factories.latest_text(submission)


def form_of(submission: Submission, **changes: Any) -> dict[str, Any]:
    """What a browser would send from the form of the article's text as it stands, with some values changed."""
    page = ArticlePage.objects.get(pk=submission.page_id)
    blocks = list(page.get_latest_revision_as_object().body.raw_data)
    data: dict[str, Any] = {"revision": page.latest_revision_id, "action": "save", "block": [b["id"] for b in blocks]}
    from submissions.intake.writing_forms import entries_of

    for entry in entries_of(page.get_latest_revision_as_object()):
        data[f"{entry.key}-kind"] = entry.kind
        data[f"{entry.key}-text"] = entry.text.replace("\n", "\r\n")
        data |= {f"{entry.key}-{name}": value for name, value in entry.words.items()}
    return {**data, **changes}


def text_page(submission: Submission) -> str:
    return f"/quan-tri/bai/{submission.page_id}/sua-chu/"


def content(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_what_is_written_becomes_a_draft_with_its_photos_and_goes_to_the_review(client: Client, writer: User) -> None:
    page = content(client.get(WRITE))
    assert re.search(r'name="token" value="[0-9a-f-]{36}"', page)
    assert page.count('type="file"') == 3
    photos = {
        "photo-1-file": picture("teal"), "photo-1-alt": "Quầy", "photo-1-caption": "Quầy mới", "photo-1-credit": "HA",
        "photo-3-file": picture("navy"), "photo-3-alt": "Sảnh",
    }  # fmt: skip
    answer = client.post(WRITE, words(**photos))

    submission = Submission.objects.get()
    assert answer["Location"] == f"/quan-tri/bai/{submission.page_id}/soat/"
    article = latest(submission)
    assert (submission.state, submission.created_by, article.live) == (State.DRAFT, writer, False)
    assert [block.block_type for block in article.body] == ["paragraph", "heading", "paragraph", "figure"]
    assert (article.lead_alt, article.lead_caption, article.lead_credit) == ("Quầy", "Quầy mới", "HA")
    assert article.body[3].value["alt"] == "Sảnh"
    assert all(
        re.fullmatch(r"original_images/[0-9a-f-]{36}\.(jpg|png)", photo.file.name) for photo in Photo.objects.all()
    )
    assert "Một cửa gọn hơn" in content(client.get(answer["Location"]))


def test_the_same_form_again_makes_no_second_draft_and_loses_no_words(client: Client) -> None:
    first = words()
    client.post(WRITE, {**first, "photo-1-file": picture()})
    again = client.post(WRITE, {**first, "photo-1-file": picture()})
    submission = Submission.objects.get()
    assert again["Location"].endswith(f"/{submission.page_id}/soat/")
    assert Photo.objects.count() == 1
    assert submission.page.revisions.count() == 1

    client.post(WRITE, {**first, "photo-1-file": picture(), "sapo": "Viết thêm sau khi mất mạng."})
    assert latest(Submission.objects.get()).sapo == "Viết thêm sau khi mất mạng."

    factories.an_edit(submission, by=submission.created_by, sapo="Đã làm tiếp.")
    client.post(WRITE, {**first, "photo-1-file": picture()})
    assert Submission.objects.count() == 1, "the words of the first form stand there already"
    client.post(WRITE, {**first, "title": "Tít khác hẳn"})
    assert Submission.objects.count() == 2, "what somebody worked on is not written over"
    assert latest(submission).sapo == "Đã làm tiếp."


def test_more_photos_are_added_to_the_saved_draft(client: Client) -> None:
    answer = client.post(WRITE, words(action="photos", **{"photo-1-file": picture("teal")}))
    submission = Submission.objects.get()
    assert answer["Location"] == text_page(submission) + "#photos"
    form = form_of(submission, action="photos", **{"photo-1-file": picture("navy"), "photo-1-alt": "Hai"})
    assert client.post(text_page(submission), form)["Location"] == text_page(submission) + "#photos"
    assert latest(submission).body[-1].value["alt"] == "Hai"
    # The same form once more, after a lost answer: an old revision, and nothing new in it.
    again = client.post(text_page(submission), {**form, "photo-1-file": picture("navy")})
    assert again.status_code == 302
    assert Photo.objects.count() == 2


def test_a_photo_that_cannot_be_taken_leaves_everything_else_saved(client: Client) -> None:
    bad = SimpleUploadedFile("anh.jpg", b"<svg onload=alert(1)>", content_type="image/jpeg")
    answer = client.post(WRITE, words(**{"photo-1-file": bad, "photo-2-file": picture()}), follow=True)
    submission = Submission.objects.get()
    assert Photo.objects.count() == 1
    assert answer.redirect_chain[-1][0] == text_page(submission) + "#photos"
    assert latest(submission).title == "Một cửa gọn hơn"
    empty = SimpleUploadedFile("anh.jpg", b"", content_type="image/jpeg")
    small = picture(size=(1, 1), kind="PNG")
    form = form_of(submission, **{"photo-1-file": empty, "photo-2-file": small})
    assert client.post(text_page(submission), form).status_code == 302
    assert Photo.objects.count() == 1


def test_odd_words_are_text_and_too_many_are_refused_with_all_of_them_kept(client: Client) -> None:
    title = '"><img src=x onerror=alert(1)> {{7*7}}\u202e\x00'
    client.post(WRITE, words(title=title, text="<script>alert(1)</script>\n\nTiê\u0301ng \u200bViệt"))
    submission = Submission.objects.get()
    page = content(client.get(text_page(submission)))
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert latest(submission).title == '"><img src=x onerror=alert(1)> {{7*7}}'
    assert "Tiếng Việt" in str(latest(submission).body[0].value.source)

    for long in ("a\n\n" * 100_000, "đ" * 1_000_000):
        answer = client.post(WRITE, words(title="Dài quá", text=long))
        assert answer.status_code == 422
        assert "Dài quá" in content(answer)
        answer = client.post(text_page(submission), form_of(submission, **{"block": ["new-1"], "new-1-kind": "paragraph", "new-1-text": long}))  # fmt: skip
        assert answer.status_code == 422
    assert client.post(WRITE, {"token": str(uuid4())}).status_code == 422, "an empty form makes no draft"
    assert client.post(WRITE, words(token="x")).status_code == 422
    assert Submission.objects.count() == 1


def test_blocks_that_were_not_changed_stay_as_they_are_to_the_byte(client: Client, unit: Unit, writer: User) -> None:
    photo = factories.a_photo(unit=unit)
    body = [
        {"type": "paragraph", "value": RICH, "id": str(uuid4())},
        {"type": "heading", "value": "Tít", "id": str(uuid4())},
        {"type": "quote", "value": {"text": "Lời", "attribution": "Bà A"}, "id": str(uuid4())},
        {"type": "figure", "value": {"image": photo.pk, "alt": "x", "caption": "", "credit": ""}, "id": str(uuid4())},
        {"type": "table", "value": {"header": True, "rows": [["a", "b"], ["c", "d"]]}, "id": str(uuid4())},
    ]
    submission = factories.an_article(unit=unit, writer=writer, body=body)
    before = list(latest(submission).body.raw_data)
    revisions = submission.page.revisions.count()

    assert client.post(text_page(submission), form_of(submission)).status_code == 302
    assert submission.page.revisions.count() == revisions, "nothing was changed, nothing is saved"

    key = before[0]["id"]
    client.post(text_page(submission), form_of(submission, **{f"{key}-text": "Mở đầu với liên kết.\r\n\r\nĐoạn ba."}))
    after = list(latest(submission).body.raw_data)
    assert after[1:] == before[1:]
    assert without_keys(after[0]["value"]) == RICH.replace("Đoạn hai.", "Đoạn ba."), "the rest keeps its link"
    assert after[0]["value"].split("</p>")[0] == before[0]["value"].split("</p>")[0], "and its name"

    client.post(text_page(submission), form_of(submission, **{f"{before[3]['id']}-alt": "Quầy mới"}))
    assert latest(submission).body[3].value["alt"] == "Quầy mới"


def test_blocks_are_moved_removed_and_added_by_buttons_that_save_first(
    client: Client, unit: Unit, writer: User
) -> None:
    body = [{"type": "heading", "value": name, "id": str(uuid4())} for name in ("Một", "Hai", "Ba")]
    submission = factories.an_article(unit=unit, writer=writer, body=body)
    one, two, _three = (block["id"] for block in body)

    def names() -> list[str]:
        return [block.value for block in latest(submission).body]

    client.post(text_page(submission), form_of(submission, action=f"up:{two}", **{f"{one}-text": "Một, sửa"}))
    assert names() == ["Hai", "Một, sửa", "Ba"]
    client.post(text_page(submission), form_of(submission, action=f"down:{one}"))
    assert names() == ["Hai", "Ba", "Một, sửa"]
    client.post(text_page(submission), form_of(submission, action=f"remove:{two}"))
    assert names() == ["Ba", "Một, sửa"]

    answer = client.post(text_page(submission), form_of(submission, action=f"add:paragraph/{one}"))
    page = content(client.get(answer["Location"]))
    new = re.search(r'name="block" value="(new-[0-9a-f-]+)"', page)
    assert new
    data = form_of(submission)
    data["block"] = [*data["block"], new[1]]
    client.post(text_page(submission), {**data, f"{new[1]}-kind": "paragraph", f"{new[1]}-text": "Thêm."})
    assert [block.block_type for block in latest(submission).body] == ["heading", "heading", "paragraph"]
    for action in ("add:figure/x", "add:../x/'\"><b>", "up:khong-co", "remove:", "la", ""):
        assert client.post(text_page(submission), form_of(submission, action=action)).status_code == 302
    assert len(latest(submission).body) == 3


def test_a_later_version_of_somebody_else_is_not_written_over_without_a_word(
    client: Client, unit: Unit, writer: User
) -> None:
    submission = factories.an_article(
        unit=unit, writer=writer, body=[{"type": "heading", "value": "Tít", "id": str(uuid4())}]
    )
    form = form_of(submission)
    key = form["block"][0]
    colleague = factories.a_writer(unit, name="Lê Đồng Nghiệp")
    factories.an_edit(submission, by=colleague, sapo="Đồng nghiệp đã sửa.")

    answer = client.post(text_page(submission), {**form, f"{key}-text": "Tít của tôi"})
    assert answer.status_code == 409
    assert "Lê Đồng Nghiệp" in content(answer)
    assert "Tít của tôi" in content(answer), "what was typed is still there"
    assert latest(submission).body[0].value == "Tít"

    client.post(text_page(submission), form_of(submission, **{f"{key}-text": "Tít của tôi"}))
    assert latest(submission).body[0].value == "Tít của tôi"
    assert latest(submission).sapo == "Đồng nghiệp đã sửa."


def test_other_units_and_other_roles_find_nothing_and_get_never_writes(
    client: Client, unit: Unit, writer: User, signed_in
) -> None:
    submission = factories.an_article(unit=unit, writer=writer)
    stranger = factories.a_writer(factories.a_unit())
    people = (
        stranger,
        factories.an_editor(),
        factories.a_board_member(),
        factories.an_officer(),
        factories.an_administrator(),
    )
    for person in people:
        other = signed_in(person)
        for address in (WRITE, text_page(submission), "/quan-tri/don-vi/KHONG/viet/", "/quan-tri/bai/999999/sua-chu/"):
            assert other.get(address).status_code == 404, address
            assert other.post(address, words()).status_code == 404, address
    assert Submission.objects.count() == 1
    revisions = submission.page.revisions.count()
    for query in ("", "?them=quote&sau=x", "?them=<script>", "?sau=" + "x" * 9_000):
        assert client.get(text_page(submission) + query).status_code == 200
    assert submission.page.revisions.count() == revisions


def test_a_text_that_is_not_with_the_unit_is_closed_and_a_returned_one_open(
    client: Client, unit: Unit, writer: User
) -> None:
    closed = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED)
    form = form_of(closed)
    assert client.get(text_page(closed))["Location"] == f"/quan-tri/bai/{closed.page_id}/soat/"
    assert client.post(text_page(closed), {**form, f"{form['block'][0]}-text": "Lén sửa"}).status_code == 302
    assert "Lén sửa" not in str(latest(closed).body)
    returned = factories.an_article(unit=unit, writer=writer, state=State.RETURNED)
    form = form_of(returned, action="review")
    answer = client.post(text_page(returned), {**form, f"{form['block'][0]}-text": "Đã sửa theo ý biên tập"})
    assert answer["Location"] == f"/quan-tri/bai/{returned.page_id}/soat/"
    assert "Đã sửa theo ý biên tập" in latest(returned).body[0].value.source


def test_the_ways_in_lead_here_first_and_to_the_full_editor_second(client: Client, unit: Unit, writer: User) -> None:
    assert f'href="{WRITE}"' in content(client.get("/quan-tri/don-vi/BVTHU/"))
    assert "/quan-tri/pages/add/" in content(client.get(WRITE))
    submission = factories.an_article(unit=unit, writer=writer)
    review = content(client.get(f"/quan-tri/bai/{submission.page_id}/soat/"))
    assert 'value="text"' in review
    assert "data-keep=" in review
    from django.test import Client as Browser

    expired = Browser().post(WRITE, words())
    assert expired.status_code == 302
    assert "/login/?next=/quan-tri/don-vi/BVTHU/viet/" in expired["Location"]
