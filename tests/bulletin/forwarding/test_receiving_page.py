"""docs/receiving.md: its examples are ours, an independent library signs them alike, and the sandbox takes them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from bulletin.forwarding.payload import canonical, content_hash
from bulletin.forwarding.proof import receipts
from bulletin.forwarding.sandbox.server import Letter, Province
from bulletin.forwarding.sandbox.store import Store
from tests.bulletin.forwarding import receiving_examples as examples

PAGE = examples.PAGE.read_text(encoding="utf-8")
BLOCKS = dict(examples.EXAMPLE.findall(PAGE))
SAMPLE = re.compile(r"<!-- sample: ([a-z]+) -->\n```python\n(.*?)\n```", re.DOTALL)


def parts(name: str) -> tuple[str, dict[str, str], bytes]:
    """First line, headers in lower case, body."""
    head, _blank, body = BLOCKS[name].partition("\n\n")
    first, *lines = head.splitlines()
    headers = {key.lower(): value for key, _colon, value in (line.partition(": ") for line in lines)}
    return first, headers, body.encode()


def sample(name: str) -> dict[str, Any]:
    """The names that a piece of code of the page defines."""
    found: dict[str, Any] = {}
    exec(dict(SAMPLE.findall(PAGE))[name], found)
    return found


def test_the_page_shows_what_the_code_makes():
    assert set(BLOCKS) == set(examples.examples())
    assert examples.written(PAGE) == PAGE, "python -m tests.bulletin.forwarding.receiving_examples --write"


def test_every_example_is_signed_as_the_independent_library_signs_it():
    is_signed = sample("verify")["is_signed"]
    for name in BLOCKS.keys() - {"publish-answer"}:
        first, headers, body = parts(name)
        signed = first.split()[1].encode() if name == "feed" else body
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        wanted = Webhook(examples.SECRET).sign(headers["webhook-id"], at, signed.decode())
        assert headers["webhook-signature"] == wanted, name
        assert is_signed(headers, signed, examples.SECRET, now=at.timestamp())
        assert not is_signed(headers, signed + b" ", examples.SECRET, now=at.timestamp())
        assert not is_signed(headers, signed, examples.SECRET, now=at.timestamp() + 360)


def test_the_hash_of_the_example_is_that_of_our_code_and_of_the_rule_in_words():
    _first, _headers, body = parts("publish")
    content = json.loads(body)
    assert canonical(content) == body
    assert content_hash(content["data"]) == content["data"]["content_sha256"]


def test_the_sandbox_takes_the_examples_and_answers_as_the_page_says(tmp_path):
    province = Province(Store(tmp_path), [examples.SECRET])
    province.public_url = "https://cchc.example.vn"
    now = float(examples.STAMP)

    def give(name: str) -> tuple[int, dict[str, Any]]:
        first, headers, body = parts(name)
        method, path, _protocol = first.split()
        answer, _notes = province.write(Letter(method, path, headers, body), str(examples.ARTICLE), now=now)
        return answer.status, answer.body

    status, content = give("publish")
    first, _headers, shown = parts("publish-answer")
    assert status == int(first.split()[1])
    assert json.loads(shown).items() <= content.items()
    assert give("publish") == (status, content), "a repetition is answered as the first time"
    assert give("takedown")[0] == 200
    assert province.look_up(str(examples.ARTICLE)).status == 410


def test_the_receipts_of_the_page_say_what_it_says_that_they_say():
    for name, kind in (("published", 1), ("removed", 2), ("refused", 1)):
        _first, _headers, body = parts(f"receipt-{name}")
        said = receipts.read(body)
        assert (said.kind, said.article_id, said.version) == (name, examples.ARTICLE, kind)


def test_the_reader_of_the_page_ends_with_what_is_current():
    _first, _headers, body = parts("feed-answer")
    held: dict[str, tuple[int, Any]] = {}
    page = json.loads(body)
    assert sample("reader")["catch_up"](lambda cursor: page, "0", held) == page["next"]
    assert held[str(examples.ARTICLE)][1]["type"] == "article.retracted"
