"""What the wordpress adapter must do at any WordPress: at the fake in the ordinary tests, and at a real one."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from bulletin.forwarding.adapters.base import Adapter, Held, Sight
from bulletin.forwarding.adapters.wordpress import WordPressAdapter
from bulletin.forwarding.errors import DestinationBlocked, OutcomeUnknown, Refused, RetryLater, VersionConflict
from bulletin.forwarding.formats import read
from bulletin.forwarding.formats.wordpress_post import post_content, read_mark
from tests.bulletin.forwarding.conformance import Conformance, HttpConformance, held_version
from tests.bulletin.forwarding.front import Backend, Front
from tests.bulletin.forwarding.parcels import HOSTILE
from tests.bulletin.forwarding.places import FrontedPlace

READER = ""


class WordPressPlace(FrontedPlace):
    """A WordPress behind a front; the adapter writes as ``user``, whose name is its role."""

    def __init__(self, front: Front, backend: Backend, keys: Mapping[str, str], *, user: str = "editor") -> None:
        super().__init__(front)
        front.backend, front.answer_next, front.lose_next = backend, None, False
        front.log.clear()
        self.keys, self.user = keys, user
        self.options: dict[str, str] = {}
        self.category_map: dict[str, str] = {}

    @property
    def secrets(self) -> list[str]:  # type: ignore[override]
        return [self.keys[self.user], self._basic(self.user)]

    def adapter(self, *, user: str = "") -> Adapter:
        name = user or self.user
        endpoint = self.endpoint(
            username=name, secrets=[self.keys[name]], options=self.options, category_map=self.category_map
        )
        return WordPressAdapter(endpoint, self.supplies())

    def titles(self) -> list[str]:
        rows = self.ask("GET", "posts", user=READER, per_page=100, _fields="title")
        return [unescape(row["title"]["rendered"]) for row in rows]

    def ask(
        self, method: str, route: str, content: Any = None, *, user: str = "administrator", **parameters: Any
    ) -> Any:
        """One question to the interface, as a person over there would put it; the answer's value."""
        query = urlencode({"rest_route": f"/wp/v2/{route}", **parameters})
        headers = {"Content-Type": "application/json"}
        if user:
            headers["Authorization"] = f"Basic {self._basic(user)}"
        connection = http.client.HTTPConnection(self.front.place, timeout=20)
        try:
            body = None if content is None else json.dumps(content)
            connection.request(method, f"/index.php?{query}", body, headers)
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def page(self, url: str) -> str:
        """A public page, as a reader sees it."""
        connection = http.client.HTTPConnection(self.front.place, timeout=20)
        try:
            connection.request("GET", url.removeprefix(self.front.url))
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def _basic(self, user: str) -> str:
        return base64.b64encode(f"{user}:{self.keys[user]}".encode()).decode()


class WordPressRules(Conformance):
    """Beside the rules of the port. A subclass gives ``place``, a `WordPressPlace`."""

    # What the front alone decides is the same at the fake; a post that was taken without an answer is not.
    test_a_lost_answer = HttpConformance.test_a_lost_answer_is_an_unknown_outcome_and_a_look_settles_it

    def test_the_look_comes_before_the_word_and_a_second_post_is_never_made(self, place):
        parcel = place.parcel(title="Một bài")
        place.adapter().send(parcel)
        # Nothing is remembered, and the number is not known: as after a restore of our own database.
        place.memory.kept.clear()
        place.adapter().send(parcel)
        assert place.titles() == ["Một bài"]
        place.memory.kept.clear()
        assert held_version(place.adapter().look_up(parcel.article_id)) == 1

    def test_the_post_carries_what_the_article_says(self, place):
        picture = place.album.add("dau.webp", alt="Bàn tiếp nhận", caption="Sáng thứ hai.", credit="An")
        parcel = place.parcel(title="Tít & “ngoặc”", pictures=[picture])
        receipt = place.adapter().send(parcel)
        post = place.ask("GET", f"posts/{receipt.remote_id}", context="edit")
        assert post["title"]["raw"] == "Tít &amp; “ngoặc”"
        assert post["excerpt"]["raw"].startswith("Người bệnh chờ ít hơn")
        assert post["slug"] == f"tit-ngoac-{parcel.article_id.hex[:8]}"
        assert post["date_gmt"] == "2026-11-21T09:30:00"
        assert str(read_mark(post["content"]["raw"])) == f"ban-tin:{parcel.article_id}:v1:{parcel.content_sha256}"
        media = place.ask("GET", f"media/{post['featured_media']}", context="edit")
        assert (media["alt_text"], media["caption"]["raw"]) == ("Bàn tiếp nhận", "Sáng thứ hai. (Ảnh: An)")
        assert media["slug"] == f"ban-tin-{picture.sha256[:32]}"

    @pytest.mark.parametrize("user", ["editor", "author", "contributor"])
    def test_what_the_site_keeps_is_what_was_sent_whoever_writes(self, place, user):
        parcel = place.parcel(
            title=HOSTILE, sapo=HOSTILE, author_display=HOSTILE,
            body_html=f'<h2>Số &amp; chữ</h2><p>{HOSTILE.replace("<", "&lt;")}</p><p>https://vi-du.vn/video</p>'
            '<p>Dòng<br>hai</p><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>'
            "<blockquote><p>Lời [gallery]</p></blockquote><ul><li>một</li></ul>",
        )  # fmt: skip
        receipt = place.adapter(user=user).send(parcel)
        post = place.ask("GET", f"posts/{receipt.remote_id}", context="edit")
        assert post["content"]["raw"] == post_content(read(parcel.body), source=lambda url: None)
        shown = post["content"]["rendered"]
        assert "[gallery" in unescape(shown)
        assert "<script" not in shown
        assert "<iframe" not in shown

    def test_a_picture_is_put_there_once_whatever_uses_it(self, place):
        picture = place.album.add("chung.webp", alt="Lời thứ nhất")
        body = f'<figure><img src="{picture.url}" alt="Trong bài"></figure><p>Chữ</p>'
        first = place.parcel(pictures=[picture], body_html=body)
        place.adapter().send(first)
        place.memory.kept.clear()
        place.adapter().send(place.parcel(article_id=first.article_id, version=2, pictures=[picture], body_html=body))
        place.adapter().send(place.parcel(pictures=[picture], body_html=body))
        media = place.ask("GET", "media", per_page=100)
        assert len(media) == 1
        (post, _other) = place.ask("GET", "posts", context="edit")
        assert f'src="{media[0]["source_url"]}"' in post["content"]["raw"]
        again = place.album.add("chung.webp", alt="Lời đã sửa")
        place.adapter().send(place.parcel(article_id=first.article_id, version=3, pictures=[again]))
        assert [row["alt_text"] for row in place.ask("GET", "media", per_page=100)] == ["Lời đã sửa"]

    def test_a_picture_that_was_renamed_there_is_still_found(self, place):
        picture = place.album.add("ten.webp")
        place.adapter().send(place.parcel(pictures=[picture]))
        (row,) = place.ask("GET", "media")
        place.ask("POST", f"media/{row['id']}", {"slug": "ten-khac"})
        place.adapter().send(place.parcel(pictures=[picture]))
        assert len(place.ask("GET", "media", per_page=100)) == 1

    def test_a_picture_whose_answer_was_lost_is_found_at_the_next_attempt(self, place):
        parcel = place.parcel(pictures=[place.album.add("mat.webp")])
        place.lose_answer()
        with pytest.raises(RetryLater):
            place.adapter().send(parcel)
        assert place.adapter().look_up(parcel.article_id) is None
        place.adapter().send(parcel)
        assert len(place.ask("GET", "media", per_page=100)) == 1

    def test_a_picture_that_is_not_ours_any_more_sends_the_article_back(self, place):
        picture = place.album.add("doi.webp")
        parcel = place.parcel(pictures=[replace(picture, sha256="0" * 64)])
        with pytest.raises(Refused):
            place.adapter().send(parcel)
        assert place.titles() == []

    def test_terms_are_mapped_or_found_by_slug_and_unknown_ones_are_left_out_and_noted(self, place):
        mapped = place.ask("POST", "categories", {"name": "Tin CCHC", "slug": "tin-cchc"})["id"]
        tag = place.ask("POST", "tags", {"name": "Dịch vụ công", "slug": "dich-vu-cong"})["id"]
        place.category_map = {"chuyen-doi-so": "tin-cchc"}
        receipt = place.adapter().send(place.parcel())
        post = place.ask("GET", f"posts/{receipt.remote_id}")
        assert (post["categories"], post["tags"], receipt.notes) == ([mapped], [tag], [])
        place.category_map = {"chuyen-doi-so": str(mapped)}
        receipt = place.adapter().send(place.parcel())
        assert place.ask("GET", f"posts/{receipt.remote_id}")["categories"] == [mapped]
        place.category_map = {"chuyen-doi-so": "khong-co"}
        receipt = place.adapter().send(place.parcel())
        assert list(receipt.notes) == ["left out, the site does not have it: Chuyển đổi số"]
        assert place.ask("GET", f"posts/{receipt.remote_id}")["categories"] != [mapped]

    def test_terms_are_made_where_the_destination_says_so_and_only_once(self, place):
        place.options = {"terms": "create"}
        posts = [place.adapter().send(place.parcel()).remote_id for _each in range(2)]
        kept = [place.ask("GET", f"posts/{number}") for number in posts]
        assert kept[0]["categories"] == kept[1]["categories"] != [1]
        assert kept[0]["tags"] == kept[1]["tags"] != []
        assert [row["name"] for row in place.ask("GET", "tags")] == ["Dịch vụ công"]

    def test_an_account_that_may_not_publish_leaves_it_waiting_until_somebody_there_does(self, place):
        place.user = "contributor"
        parcel = place.parcel(title="Chờ duyệt")
        receipt = place.adapter().send(parcel)
        assert receipt.pending
        assert place.titles() == []
        held = place.adapter().look_up(parcel.article_id)
        assert held is not None
        assert (held.version, held.pending, held.retracted) == (1, True, False)
        place.adapter().send(parcel)
        place.ask("POST", f"posts/{receipt.remote_id}", {"status": "publish"})
        held = place.adapter().look_up(parcel.article_id)
        assert isinstance(held, Held)
        assert not held.pending
        assert place.adapter().confirm(parcel, held.remote_url) is Sight.SHOWN
        # Published by them, it is no longer this account's to change: the same is fine, a correction needs a person.
        place.adapter().send(parcel)
        with pytest.raises(Refused):
            place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, title="Sửa"))
        assert place.titles() == ["Chờ duyệt"]

    def test_a_destination_may_ask_that_everything_waits(self, place):
        place.options = {"status": "pending"}
        parcel = place.parcel()
        assert place.adapter().send(parcel).pending
        assert place.titles() == []
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, retraction=True))
        held = place.adapter().look_up(parcel.article_id)
        assert held is None or held.retracted

    def test_an_account_that_may_not_put_files_there_leaves_the_pictures_out_and_says_so(self, place):
        picture = place.album.add("anh.webp")
        body = f'<p>Chữ</p><figure><img src="{picture.url}" alt="x"><figcaption>Chú thích</figcaption></figure>'
        receipt = place.adapter(user="contributor").send(place.parcel(pictures=[picture], body_html=body))
        assert next(iter(receipt.notes)).startswith("pictures were left out")
        assert "<figure" not in place.ask("GET", f"posts/{receipt.remote_id}", context="edit")["content"]["raw"]

    def test_what_is_not_ours_is_never_touched(self, place):
        parcel = place.parcel(title="Trùng tên")
        slug = f"trung-ten-{parcel.article_id.hex[:8]}"
        foreign = place.ask("POST", "posts", {"title": "Của họ", "content": "chữ", "slug": slug, "status": "publish"})
        receipt = place.adapter().send(parcel)
        assert sorted(place.titles()) == ["Của họ", "Trùng tên"]
        assert place.ask("GET", f"posts/{receipt.remote_id}")["slug"] == f"{slug}-2"
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, retraction=True))
        assert place.titles() == ["Của họ"]
        # A number that we remember, given to another post by a restored backup over there.
        place.memory.keep(f"post:{(other := uuid4())}", str(foreign["id"]))
        place.adapter().send(replace(place.parcel(article_id=other, title="Mới"), remote_id=str(foreign["id"])))
        assert sorted(place.titles()) == ["Của họ", "Mới"]

    def test_words_that_look_like_our_mark_are_not_taken_for_it(self, place):
        ours = place.parcel(title="Của ta")
        place.adapter().send(ours)
        mark = f"ban-tin:{ours.article_id}:v9:{'0' * 64}"
        text = f'<p>data-ban-tin="{mark}" &lt;!-- {mark} --&gt;</p>'
        place.ask("POST", "posts", {"title": "Bắt chước", "content": text, "status": "publish"})
        place.memory.kept.clear()
        assert held_version(place.adapter().look_up(ours.article_id)) == 1

    def test_a_post_whose_mark_was_taken_out_there_is_still_ours_by_number_and_slug(self, place):
        parcel = place.parcel(title="Bị sửa")
        receipt = place.adapter().send(parcel)
        place.ask("POST", f"posts/{receipt.remote_id}", {"content": "<p>Sửa tay</p>"})
        assert place.adapter().confirm(parcel, receipt.remote_url) is Sight.OTHER
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, title="Sửa lại"))
        assert place.titles() == ["Sửa lại"]

    def test_every_copy_is_taken_down(self, place):
        parcel = place.parcel(title="Bản")
        receipt = place.adapter().send(parcel)
        content = place.ask("GET", f"posts/{receipt.remote_id}", context="edit")["content"]["raw"]
        place.ask("POST", "posts", {"title": "Bản chép", "content": content, "status": "publish"})
        assert len(place.titles()) == 2
        place.memory.kept.clear()
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=2, retraction=True))
        assert place.titles() == []

    def test_a_takedown_goes_to_the_trash_and_is_remembered_there_with_its_version(self, place):
        parcel = place.parcel()
        receipt = place.adapter().send(parcel)
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=4, retraction=True))
        assert place.ask("GET", f"posts/{receipt.remote_id}", context="edit")["status"] == "trash"
        place.memory.kept.clear()
        held = place.adapter().look_up(parcel.article_id)
        assert held is not None
        assert (held.version, held.retracted) == (4, True)
        with pytest.raises(VersionConflict):
            place.adapter().send(place.parcel(article_id=parcel.article_id, version=3))

    def test_a_post_that_was_deleted_for_good_is_made_anew_or_counts_as_gone(self, place):
        parcel = place.parcel(title="Xóa hẳn")
        receipt = place.adapter().send(parcel)
        place.ask("DELETE", f"posts/{receipt.remote_id}", force="true")
        assert place.adapter().look_up(parcel.article_id) is None
        gone = place.parcel(article_id=parcel.article_id, version=2, retraction=True)
        assert place.adapter().send(replace(gone, remote_id=receipt.remote_id)).code == 200
        place.adapter().send(place.parcel(article_id=parcel.article_id, version=3, title="Lại"))
        assert place.titles() == ["Lại"]

    def test_a_wrong_password_is_a_fault_of_the_destination(self, place):
        place.keys = {**place.keys, place.user: "saisaisaisaisaisaisaisai"}
        with pytest.raises(DestinationBlocked):
            place.adapter().send(place.parcel())

    def test_an_account_without_the_right_to_write_is_a_fault_of_the_destination(self, place):
        with pytest.raises(DestinationBlocked):
            place.adapter(user="subscriber").send(place.parcel())

    def test_a_page_in_place_of_a_list_is_no_answer(self, place):
        backend = place.front.backend
        place.front.backend = lambda asked: replace(backend(asked), status=200, body=b"<html>login</html>")
        with pytest.raises((RetryLater, OutcomeUnknown)):
            place.adapter().send(place.parcel())
        with pytest.raises(RetryLater):
            place.adapter().look_up(uuid4())
        place.front.backend = backend
