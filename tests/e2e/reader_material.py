"""The demo month with what it lacks for a look at every page of the reader, and the addresses of them all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils import timezone

from bulletin.demo import loader
from bulletin.issues.models import IssuePage
from bulletin.newsletter import tokens
from bulletin.newsletter.states import Standing
from cms.core import bell
from cms.website import actions as website
from cms.website.enums import VersionAction
from cms.website.models import Credit, SectionIndexPage, SectionPage, StoryPage, StoryVersion
from submissions.articles.enums import State
from tests import factories
from tests.bulletin.newsletter.material import a_subscriber
from tests.bulletin.pdf.issues import a_published_issue

LONGEST_TITLE: Final = 255
LONG_WORD: Final = "Nghiêngngửakhuỷukhuỵu" * 4
STACKED: Final = "ẪẦẤẨẬ ỄỀẾỂỆ ỖỒỐỔỘ ỮỪỨỬỰ ẴẰẮẲẶ ỠỜỚỞỢ ẫầấẩậ ễềếểệ ỗồốổộ ữừứửự"


def addresses() -> dict[str, str]:
    """Loads the material and says where each kind of page is."""
    with bell.silence():
        loader.load()
    bare = factories.a_unit(code="CHUACOBAI")
    index = SectionIndexPage.objects.get()
    empty = index.add_child(instance=SectionPage(title="Chưa có bài", slug="chua-co-bai"))
    unit = factories.a_unit(code="BVDAI", name="Bệnh viện có tên rất dài của một vùng rất xa và rất rộng")
    # Long ago: what is made to be hard to set shall not lead the front page of the documentation.
    at = timezone.now() - timedelta(days=120)
    long = factories.an_article(
        unit=unit, state=State.PUBLISHED, at=at, lead_image=factories.a_photo(unit=unit), **_long()
    )
    plain = factories.an_article(unit=unit, state=State.PUBLISHED, at=at, body=_body(unit))
    stories = StoryPage.objects.published()
    articles = stories.articles().exclude(unit_code="BVDAI")
    article = articles.filter(lead_image__isnull=False, language="vi")[0]
    issue = IssuePage.objects.live().order_by("-year", "-number")[0]
    gone = a_published_issue(factories.an_article(state=State.APPROVED)).page
    website.withdraw(story=gone, actor=factories.a_board_member(), at=timezone.now(), public_note="In nhầm số liệu.")
    reader = a_subscriber(Standing.PENDING)
    versions = StoryVersion.objects.select_related("story")
    credit = Credit.objects.filter(story=article).select_related("contributor")[0]
    return {
        "article": _url(article),
        "corrected": _url(versions.filter(action=VersionAction.UPDATED).exclude(note="")[0].story),
        "withdrawn": _url(versions.filter(action=VersionAction.RETRACTED)[0].story),
        "english": _url(articles.filter(language="en")[0]),
        "long": _url(long.page),
        "long_unit": f"/don-vi/{unit.code}/",
        "no_photo": _url(plain.page),
        "issue": _url(issue),
        "issue_year": f"/ban-tin/{issue.year}/",
        "issue_withdrawn": _url(gone),
        "letter": f"/ban-tin/{issue.year}/{issue.number}/thu/",
        "confirm": f"/nhan-ban-tin/xac-nhan/{tokens.confirmation(subscriber_id=reader.pk, nonce=reader.nonce)}/",
        "end": f"/nhan-ban-tin/thoi/{reader.key}/",
        "year": f"/luu-tru/{timezone.localtime(article.public_at):%Y}/",
        "empty_section": empty.get_url(),
        "unit": f"/don-vi/{article.unit_code}/",
        "empty_unit": f"/don-vi/{bare.code}/",
        "contributor": f"/tac-gia/{credit.contributor.slug}/",
        "month": f"/luu-tru/{timezone.localtime(article.public_at):%Y/%m}/",
    }


def _url(page: Any) -> str:
    return str(page.get_url())


def _long() -> dict[str, Any]:
    row = ["Thời gian chờ trung bình", *(f"{number},5 phút" for number in range(9))]
    return {
        "title": f"{STACKED} {LONG_WORD} {STACKED}"[:LONGEST_TITLE],
        "sapo": (f"{STACKED} {LONG_WORD}. " * 9)[:900],
        "body": [
            {"type": "heading", "value": f"{STACKED} {LONG_WORD}"[:200]},
            {"type": "paragraph", "value": f"<p>{STACKED} {LONG_WORD} <b>{STACKED}</b> <i>{STACKED}</i></p>"},
            {"type": "quote", "value": {"text": f"{STACKED} {LONG_WORD}", "attribution": LONG_WORD}},
            {"type": "table", "value": {"header": True, "rows": [row, row, row]}},
        ],
    }


def _body(unit: Any) -> list[dict[str, Any]]:
    words = {"alt": "Quầy tiếp nhận buổi sáng", "caption": "Quầy tiếp nhận.", "credit": "Hoài An"}
    return [
        {"type": "paragraph", "value": "<p>Từ đầu tháng, bàn tiếp nhận mở sớm nửa giờ.</p>"},
        {"type": "figure", "value": {"image": factories.a_photo(unit=unit).pk, **words}},
    ]
