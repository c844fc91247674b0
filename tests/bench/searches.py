"""The readers' search and its suggestions under a mix of what people type, inside one installation.

    DATA_DIR=… DATABASE_URL=… .venv/bin/python -m tests.bench.searches [TIMES]

prints a table for an installation that stands already (`demo --archive N`, then `index_search`); the bench calls
`searching` in both of its archives. Every request goes through the whole of Django: middleware, view, template.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.bench.measures import percentile

AIM = 100  # milliseconds, p95, at 100,000 articles on PostgreSQL

_PLAIN = (
    # Nearly everything holds these, a part does, little does.
    "y tế", "y te", "người dân", "hồ sơ", "bệnh", "khanh hoa", "sở", "thủ tục", "bệnh viện", "benh vien",
    "tiêm chủng", "tiem chung", "Trường Sa", "truong sa", "Khánh Sơn", "raglai", "VNeID", "căn cước", "can cuoc",
    "thanh toán viện phí không dùng tiền mặt", "thanh toan vien phi", "bệnh án điện tử", "giám định pháp y",
    "bac si vung cao", "bác sỹ vùng cao", "an toàn thực phẩm", "Ninh Sơn", "Khánh Hoà", "chuyen doi so",
    "người bệnh bớt chờ", "ứng dụng Công dân số", "hoi chan tu xa", "kỷ cương", "kỉ cương",
    "mã qr", "trạm y tế về xã phường", "licensing procedures", "Phan Rang", "bo phan tiep nhan hồ sơ",
)  # fmt: skip
_ABBREVIATIONS = ("CCHC", "cải cách hành chính", "TTHC", "BHYT", "bvđk", "cdc", "DVCTT", "SYT kế hoạch")
_CODES = ("12/KH-SYT", "kh-syt", "COVID-19", "31/33", "01/10", "ISO 9001", "71%", "luu tru 54321", "777")
_SLIPS = ("hanh chin", "benh vienn", "tieems chủng", "tie6m chu3ng", "thu tucj", "nguoi dna", "benh an dien tuu")
_NOTHING = ("khongcotunay", "xyzzy quux", "zzzzzz", "bệnh viện xyzzyx", "“”", "dfghjkl")
_FILTERED: tuple[dict[str, str], ...] = (
    {"q": "bệnh viện", "don_vi": "BVDKT"},
    {"q": "benh vien", "nam": "2024"},
    {"q": "hồ sơ", "nam": "2022", "thang": "5"},
    {"q": "y tế", "chuyen_muc": "chuyen-doi-so"},
    {"q": "y tế", "the_loai": "reportage"},
    {"q": "y tế", "the_loai": "ban-tin"},
    {"q": "thủ tục", "doi_tuong": "investors"},
    {"q": "CCHC", "doi_tuong": "staff", "nam": "2020"},
    {"q": "", "nam": "2021"},
    {"q": "", "don_vi": "TTYT-NT"},
    {"q": "", "chuyen_muc": "chuyen-doi-so", "the_loai": "news"},
    {"q": "khongcotunay", "nam": "2023"},
    {"q": "truong sa", "don_vi": "BVDKT"},
)
_FAR: tuple[dict[str, str], ...] = (
    {"q": "y tế", "trang": "2"},
    {"q": "y te", "trang": "10"},
    {"q": "bệnh viện", "trang": "10"},
    {"q": "tiem chung", "trang": "5"},
    {"q": "CCHC", "trang": "7"},
    {"q": "Khánh Sơn", "trang": "9"},
    {"q": "", "nam": "2021", "trang": "10"},
)
_TYPED = (
    "y", "y t", "y te", "be", "benh", "benh v", "bệnh vi", "bệnh viện", "tiem c", "tiêm chủ", "cai cach h",
    "cải cách hành ch", "truong s", "khanh h", "ninh h", "mot ngay o b", "thanh toan vien p", "th", "ng", "sở",
    "CCHC", "12/KH", "khongco", "xyzzy", "tt", "ttyt n", "so y te phan tich 6", "nguoi dan duoc cap t",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What one request took: ``wall`` and processor times in milliseconds, and the number of its queries.

    ``own`` is this process, ``backend`` the process of PostgreSQL that works for it; 0 where that can't be seen. Both
    together are what the request takes on a machine that does nothing else.
    """

    path: str
    wall: float
    own: float
    backend: float
    queries: int

    @property
    def processor(self) -> float:
        """Both processes."""
        return self.own + self.backend


def search_paths() -> list[str]:
    """The addresses of the mix on the search page; each stands for one way of asking."""
    from django.urls import reverse

    asked = [{"q": text} for text in (*_PLAIN, *_ABBREVIATIONS, *_CODES, *_SLIPS, *_NOTHING)]
    return [f"{reverse('website:search')}?{urlencode(each)}" for each in (*asked, *_FILTERED, *_FAR)]


def suggestion_paths() -> list[str]:
    """The addresses that a field asks while somebody types."""
    from django.urls import reverse

    return [f"{reverse('website:search_suggestions')}?{urlencode({'q': text})}" for text in _TYPED]


def searching(times: int) -> dict[str, list[list[float]]]:
    """For the search page and the suggestions: wall clock, own and database's processor time in ms of each request."""
    found = {}
    for name, paths in (("search", search_paths()), ("suggestions", suggestion_paths())):
        found[name] = [[each.wall, each.own, each.backend] for each in measured(paths, times=times)]
    return found


def measured(paths: Sequence[str], *, times: int) -> list[Spent]:
    """Every address asked for ``times`` times, after once to warm up.

    Raises:
        LookupError: one did not answer 200.
    """
    from django.db import connection
    from django.test import Client

    client, spent = Client(SERVER_NAME="127.0.0.1"), []
    works, count = _backend(), _Count()
    with connection.execute_wrapper(count):
        for path in [*paths, *(path for _each in range(times) for path in paths)]:
            before = count.queries
            wall, own, backend = time.perf_counter(), time.process_time(), works()
            status = client.get(path).status_code
            wall, own, backend = time.perf_counter() - wall, time.process_time() - own, works() - backend
            if status != 200:
                raise LookupError(f"{path} answered {status}")
            spent.append(
                Spent(
                    path=path, wall=wall * 1000, own=own * 1000, backend=backend * 1000, queries=count.queries - before
                )
            )
    return spent[len(paths) :]


def lines(archives: dict[int, dict[str, list[list[float]]]]) -> str:
    """The figures of archives, by their size in articles, as a table that is also Markdown."""
    heads = [f"{what} {share}" for what in ("wall", "own", "database's", "both") for share in ("p50", "p95")]
    text = [
        f"| processor time and wall clock, ms | articles | asked | {' | '.join(heads)} | |",
        f"| --- | {' | '.join(['--:'] * (2 + len(heads)))} | --- |",
    ]
    for articles, found in archives.items():
        for name, spent in found.items():
            columns = [[each[column] for each in spent] for column in range(3)]
            columns.append([own + backend for _wall, own, backend in spent])
            cells = [f"{percentile(column, share):.1f}" for column in columns for share in (0.5, 0.95)]
            remark = f"over {AIM}" if percentile(columns[3], 0.95) > AIM else ""
            text.append(f"| {name} | {articles:,} | {len(spent)} | {' | '.join(cells)} | {remark} |")
    return "\n".join(text)


class _Count:
    """Counts the questions to the database."""

    queries = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries += 1
        return execute(sql, params, many, context)


def _backend() -> Callable[[], float]:
    """Gives the processor seconds so far of PostgreSQL's process for this connection, where it runs on this Linux."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr()"
        )
        pid, is_here = cursor.fetchone()
    spent = Path(f"/proc/{pid}/schedstat")
    return (lambda: int(spent.read_text().split()[0]) / 1e9) if is_here and spent.is_file() else lambda: 0.0


def main(times: int) -> None:
    """Prints the table and the ten dearest addresses of each."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    from cms.search.models import Entry

    print(lines({Entry.objects.count(): searching(times)}))
    for paths in (search_paths(), suggestion_paths()):
        for each in sorted(measured(paths, times=1), key=lambda each: -each.processor)[:10]:
            print(
                f"- {each.processor:.0f} ms, own {each.own:.0f}, wall {each.wall:.0f}, {each.queries} queries: {each.path}"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
