"""The proxy in front: one copy for all, never for who is signed in, gone with a withdrawal, and there when all else is not."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.faults.edge import Proxy
from tests.faults.processes import System, free_ports, until
from tests.faults.workers import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.faults, pytest.mark.proxy]


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The system behind the proxies, not yet started."""
    system = System(data_dir=tmp_path_factory.mktemp("behind"))
    yield system
    system.stop()


@pytest.fixture(scope="module")
def proxies(behind: System, tmp_path_factory: pytest.TempPathFactory, nginx: str) -> Iterator[tuple[Proxy, Proxy]]:
    """One proxy that keeps a copy for an hour, unless it is told to forget it, and one that does so for a second."""
    # All at once: two that ask one after the other may be given the same.
    ports = free_ports(6)
    behind.port, behind.province_port = ports[:2]
    folder = tmp_path_factory.mktemp
    long = Proxy(program=nginx, folder=folder("edge"), port=ports[2], purge_port=ports[3], fresh_seconds=3600)
    short = Proxy(program=nginx, folder=folder("edge"), port=ports[4], purge_port=ports[5], fresh_seconds=1)
    behind.more["EDGE_CACHE_URL"] = f"http://127.0.0.1:{long.purge_port}"
    behind.start_and_wait()
    try:
        for proxy in (long, short):
            environment = {"DATA_DIR": str(behind.data_dir), "DEMO": "1"}
            proxy.start(proxy.configure(upstream=behind.port, environment=environment))
        yield long, short
    finally:
        long.stop()
        short.stop()


@pytest.fixture
def proxy(proxies: tuple[Proxy, Proxy]) -> Proxy:
    """The one with the long memory."""
    return proxies[0]


def an_article(proxy: Proxy) -> str:
    """The address of an article that stands on the front page."""
    _status, _copy, home = proxy.get("/")
    return re.findall(r'href="(/don-vi/[A-Z0-9-]+/[a-z0-9-]+/)"', home)[0]


def test_a_page_is_made_once_and_given_to_all_but_those_who_are_signed_in(proxy: Proxy) -> None:
    path = f"{an_article(proxy)}?lan=dau"
    first = proxy.get(path)
    assert (first[0], first[1]) == (200, "MISS")
    assert proxy.get(path) == (200, "HIT", first[2])
    assert proxy.get(path, cookie="theme=dark; sessionid=abc")[1] == "BYPASS"
    assert proxy.get("/quan-tri/login/")[1] == "BYPASS"
    assert proxy.get("/quan-tri/login/")[1] == "BYPASS"


def test_of_many_who_ask_at_once_one_goes_through(proxy: Proxy) -> None:
    with ThreadPoolExecutor(20) as readers:
        copies = [answer[1] for answer in readers.map(proxy.get, ["/tim-kiem/?q=mot+cua"] * 20)]
    assert sorted(set(copies)) == ["HIT", "MISS"]
    assert copies.count("MISS") == 1


def test_a_publication_is_on_the_front_page_and_a_withdrawal_off_it_at_once(
    proxy: Proxy, behind: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDGE_CACHE_URL", behind.more["EDGE_CACHE_URL"])
    proxy.get("/")
    desk = Installation(behind.data_dir)
    try:
        uid = desk.stage("publish")
        path = desk.stage("address", article=uid)

        assert until(lambda: path in proxy.get("/")[2], seconds=30), "the front page was kept for an hour"
        assert proxy.get(path)[0] == 200
        assert proxy.get(path)[1] == "HIT"
        assert until(lambda: path in proxy.get("/feed/rss.xml")[2], seconds=30)

        desk.stage("withdraw", article=uid)

        assert until(lambda: proxy.get(path)[0] == 410, seconds=30)
        assert until(lambda: path not in proxy.get("/")[2], seconds=30)
        assert until(lambda: path not in proxy.get("/feed/rss.xml")[2], seconds=30)
    finally:
        desk.stop()


def test_a_purge_is_for_this_machine_and_its_port_alone(proxy: Proxy) -> None:
    path = an_article(proxy)
    proxy.get(path)
    connection_answer = proxy.get("/_purge" + path)
    assert connection_answer[0] == 404
    assert proxy.get(path)[1] == "HIT"


def test_with_every_web_server_dead_kept_pages_stay_up(proxies: tuple[Proxy, Proxy], behind: System) -> None:
    long, short = proxies
    path = an_article(long)
    kept = [proxy.get(path)[2] for proxy in proxies]
    long.get("/")
    behind.stop()
    try:
        assert long.get(path) == (200, "HIT", kept[0])
        assert long.get("/")[0] == 200
        assert until(lambda: short.get(path)[1] == "STALE", seconds=10), "an old copy is better than none"
        assert short.get(path)[2] == kept[1]
        assert long.get("/bai-chua-ai-doc/")[0] == 502
    finally:
        behind.start_and_wait()
