"""An issue as a PDF and as a mail: time and memory of the press, and how fast a whole edition leaves.

Both are measured in an installation of their own; the mail server is a sink on this machine, in this process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.word import spent
from tests.bulletin.newsletter.sink import a_sink
from tests.faults.processes import ROOT
from tests.faults.workers import environment, make_template

if TYPE_CHECKING:
    from collections.abc import Sequence

ARTICLES = 12
MAILER = (sys.executable, "-m", "tests.faults.mailer")


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured: seconds, and with them megabytes (peak of the child) or mails a second."""

    name: str
    seconds: float
    megabytes: float = 0
    a_second: float = 0


def rows(*, times: int, readers: int) -> list[Row]:
    """The PDF of an issue of twelve articles, and an edition for so many readers."""
    with tempfile.TemporaryDirectory(prefix="desk-bench-issue-") as name:
        template = make_template(Path(name) / "template")
        # Each begins with an empty house.
        folders = [Path(shutil.copytree(template, Path(name) / each)) for each in ("pdf", "mail")]
        return [*_pdf(folders[0], times=times), _edition(folders[1], readers=readers)]


def lines(found: Sequence[Row]) -> str:
    """The rows as a table that is also Markdown."""
    text = ["| an issue | s | peak MB | mails/s |", "| --- | --: | --: | --: |"]
    for row in found:
        memory = f"{row.megabytes:,.0f}" if row.megabytes else "–"
        speed = f"{row.a_second:,.0f}" if row.a_second else "–"
        text.append(f"| {row.name} | {row.seconds:,.1f} | {memory} | {speed} |")
    return "\n".join(text)


def _pdf(folder: Path, *, times: int) -> list[Row]:
    paper = folder / "paper"
    paper.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.issues", str(paper), str(times)],
        cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=True,
    )  # fmt: skip
    worker = json.loads(done.stdout.splitlines()[-1])
    press = [spent((sys.executable, "-m", "bulletin.pdf.press", str(paper)), ROOT) for _ in range(times)]
    photos = len(list((paper / "photos").iterdir()))
    name = f"PDF of {ARTICLES} articles, {photos} photos"
    return [
        Row(
            name=f"{name}: the press",
            seconds=median(took for took, _most in press) / 1000,
            megabytes=median(most for _took, most in press),
        ),
        Row(name=f"{name}: in the worker, stored", seconds=median(worker)),
    ]


def _edition(folder: Path, *, readers: int) -> Row:
    with a_sink() as sink:
        around = environment(folder) | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        subprocess.run([*MAILER, "prepare", str(readers)], cwd=ROOT, env=around, check=True, capture_output=True)
        started = time.perf_counter()
        subprocess.run([*MAILER, "send"], cwd=ROOT, env=around, check=True, capture_output=True)
        seconds = time.perf_counter() - started
    recipients = [recipient for _sender, recipient, _data in sink.mails]
    if len(recipients) != readers or len(set(recipients)) != readers:
        raise LookupError(f"{len(recipients)} mails to {len(set(recipients))} readers, not {readers}.")
    return Row(name=f"an edition for {readers:,} readers, one worker", seconds=seconds, a_second=readers / seconds)


def inside(paper: Path, times: int) -> list[float]:
    """In the installation: publishes the issue, lays it out into ``paper``; seconds of making the PDF, row to file."""
    from bulletin.pdf import actions
    from bulletin.pdf.enums import Kind
    from bulletin.pdf.paper import lay_out
    from cms.core import bell
    from tests.bulletin.pdf.issues import a_published_issue, a_rich_article, large_photos, pdf_of

    with bell.silence():
        issue = a_published_issue(*(a_rich_article(photos=large_photos()) for _ in range(ARTICLES)))
        lay_out(issue=issue, is_preview=False, folder=paper)
        took = []
        for _ in range(times):
            row = actions.want(issue_id=issue.pk, kind=Kind.PUBLIC)
            started = time.perf_counter()
            if not actions.make(pdf_id=row.pk):
                raise LookupError(pdf_of(issue).error)
            took.append(time.perf_counter() - started)
    return took


if __name__ == "__main__":
    import django

    django.setup()
    import cms.celery  # noqa: F401

    print(json.dumps(inside(Path(sys.argv[1]), int(sys.argv[2]))))
