"""The sandbox province as the outside sees it: its own process, by HTTP."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from uuid import uuid4

import pytest

from bulletin.forwarding.sandbox.signatures import DEMO_SECRET
from bulletin.forwarding.wire.signing import signature_headers
from tests.bulletin.forwarding.provinces import ROOT, RunningProvince, running_province


def _letter(article_id: str, version: int, *, kind: str = "published", title: str = "Một cửa <gọn>") -> bytes:
    data = {"article_id": article_id, "version": version}
    if kind != "retracted":
        data |= {"title": title, "sapo": "Sa-pô", "body_html": "<p>Thân bài</p>", "content_sha256": "ab" * 32}
    return json.dumps({"type": f"article.{kind}", "data": data}).encode()


def _put(
    province: RunningProvince,
    article_id: str,
    body: bytes,
    *,
    key: str = "",
    secret: str = DEMO_SECRET,
    method: str = "PUT",
    **more: str,
):
    key = key or str(uuid4())
    headers = signature_headers(message_id=key, timestamp=int(time.time()), body=body, secrets=[secret])
    headers |= {"Idempotency-Key": key} | {name.replace("_", "-"): value for name, value in more.items()}
    status, text = province.ask(method, f"/articles/{article_id}", body, headers)
    return status, json.loads(text)


@pytest.fixture
def article_id() -> str:
    return str(uuid4())


def test_an_article_is_taken_shown_and_told(province, article_id):
    status, answer = _put(province, article_id, _letter(article_id, 1))
    assert (status, answer["version"]) == (201, 1)
    page = province.ask("GET", f"/bai-viet/{article_id}")[1]
    assert answer["url"] == f"{province.url}/bai-viet/{article_id}"
    assert "Một cửa &lt;gọn&gt;" in page
    assert '<meta name="article-version" content="1">' in page
    assert "ab" * 32 in page
    assert "Một cửa &lt;gọn&gt;" in province.ask("GET", "/")[1]
    assert province.held(article_id)["version"] == 1


def test_versions_never_go_backwards(province, article_id):
    assert _put(province, article_id, _letter(article_id, 2))[0] == 201
    assert _put(province, article_id, _letter(article_id, 1))[0] == 409
    assert _put(province, article_id, _letter(article_id, 2))[0] == 409
    assert _put(province, article_id, _letter(article_id, 3))[0] == 200
    assert province.applied() == [(article_id, 2), (article_id, 3)]


def test_the_same_key_gets_the_same_answer_and_is_applied_once(province, article_id):
    first = _put(province, article_id, _letter(article_id, 1), key="k")
    assert _put(province, article_id, _letter(article_id, 1), key="k") == first
    assert _put(province, article_id, _letter(article_id, 1, title="Khác"), key="k")[0] == 422
    assert province.applied() == [(article_id, 1)]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_takedown_removes_it_everywhere(province, article_id, method):
    _put(province, article_id, _letter(article_id, 1))
    body = _letter(article_id, 2, kind="retracted") if method == "PUT" else b""
    assert _put(province, article_id, body, method=method, X_Article_Version="2")[0] == 200
    assert province.ask("GET", f"/articles/{article_id}")[0] == 410
    assert province.held(article_id)["state"] == "retracted"
    assert province.ask("GET", f"/bai-viet/{article_id}")[0] == 410
    assert "Một cửa" not in province.ask("GET", "/")[1]


def test_without_a_fitting_signature_nothing_is_taken(province, article_id):
    body = _letter(article_id, 1)
    assert province.ask("PUT", f"/articles/{article_id}", body)[0] == 401
    other = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="
    assert _put(province, article_id, body, secret=other)[0] == 401
    assert province.applied() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"data": {}}', b'{"data": {"article_id": "x", "version": 1}}'])
def test_a_body_that_is_no_article_is_refused_with_a_text(province, article_id, body):
    status, answer = _put(province, article_id, body)
    assert (status, bool(answer["error"])) == (422, True)


def test_the_log_lists_every_request_in_order_with_headers_and_body_hash(province, article_id):
    body = _letter(article_id, 1)
    _put(province, article_id, body, key="k", Authorization="Basic geheim")
    province.ask("GET", f"/bai-viet/{article_id}")
    put, get = province.log()
    assert (put["n"], put["method"], get["n"], get["method"]) == (1, "PUT", 2, "GET")
    assert put["body_sha256"] == hashlib.sha256(body).hexdigest()
    assert put["headers"]["idempotency-key"] == "k"
    assert "geheim" not in json.dumps(put)


@pytest.mark.parametrize(
    ("mode", "options", "status"),
    [
        ("500", {}, 500),
        ("500", {"status": 503}, 503),
        ("429", {"retry_after": 7}, 429),
        ("redirect", {}, 302),
        ("refuse", {}, 422),
        ("refuse", {"status": 410}, 410),
    ],
)
def test_it_misbehaves_as_often_as_it_is_told_and_takes_nothing_meanwhile(province, article_id, mode, options, status):
    province.behave(mode, times=2, **options)
    answers = [_put(province, article_id, _letter(article_id, 1), key="k")[0] for _each in range(3)]
    assert answers == [status, status, 201]
    assert province.applied() == [(article_id, 1)]


def test_a_login_page_is_an_answer_of_200_that_takes_nothing(province, article_id):
    province.behave("login_page", times=1)
    body = _letter(article_id, 1)
    headers = signature_headers(message_id="m", timestamp=int(time.time()), body=body, secrets=[DEMO_SECRET])
    status, text = province.ask("PUT", f"/articles/{article_id}", body, headers)
    assert (status, "Đăng nhập" in text, province.applied()) == (200, True, [])


def test_it_takes_an_article_and_says_nothing(province, article_id):
    province.behave("accept_then_silence", times=1, seconds=0)
    with pytest.raises(OSError):
        _put(province, article_id, _letter(article_id, 1))
    assert province.held(article_id)["version"] == 1


def test_an_order_can_be_for_one_article(province, article_id):
    province.behave("500", articles=[article_id])
    other = str(uuid4())
    assert _put(province, other, _letter(other, 1))[0] == 201
    assert _put(province, article_id, _letter(article_id, 1))[0] == 500
    province.behave("ok")
    assert _put(province, article_id, _letter(article_id, 1))[0] == 201


def test_it_forgets_articles_and_keys_when_told_but_not_its_log(province, article_id):
    _put(province, article_id, _letter(article_id, 1), key="k")
    province.behave("forget")
    assert province.ask("GET", f"/articles/{article_id}")[0] == 404
    assert _put(province, article_id, _letter(article_id, 1), key="k")[0] == 201
    assert len(province.log("PUT")) == 2


@pytest.mark.parametrize(
    "order", [{}, {"mode": "nonsense"}, {"mode": "500", "times": -1}, {"mode": "500", "methods": "PUT"}, []]
)
def test_an_order_that_makes_no_sense_is_refused(province, order):
    assert province.ask("POST", "/_behave", json.dumps(order).encode())[0] == 400


def test_a_restart_keeps_everything_also_after_a_kill_in_the_middle_of_a_line(tmp_path, article_id):
    folder = tmp_path / "data"
    with running_province(folder) as province:
        _put(province, article_id, _letter(article_id, 1), key="k")
        log = province.log()
    with (folder / "province.jsonl").open("ab") as file:
        file.write(b'{"kind":"article","held":{"arti')
    with running_province(folder) as province:
        assert province.held(article_id)["version"] == 1
        assert province.log()[: len(log)] == log
        assert _put(province, article_id, _letter(article_id, 1), key="k")[0] == 201
        assert _put(province, article_id, _letter(article_id, 2))[0] == 200


def test_it_imports_nothing_of_the_project_and_no_framework():
    code = (
        "import sys; import bulletin.forwarding.sandbox.__main__; "
        "found = sorted(m for m in sys.modules if m.split('.')[0] in ('cms', 'submissions', 'django', 'celery', 'requests', 'wagtail') "
        "or m.startswith('bulletin.forwarding.') and not m.startswith('bulletin.forwarding.sandbox')); print(found)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_port_that_is_taken_is_said_so(province, tmp_path):
    port = province.url.rpartition(":")[2]
    command = [sys.executable, "-m", "bulletin.forwarding.sandbox", "--port", port, "--data", str(tmp_path / "other")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert (done.returncode, port in done.stderr) == (2, True)
