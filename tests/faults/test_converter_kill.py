"""kill -9 of a worker while its child reads a file, and of the child: one draft or a kept file, and nothing left running."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image

from tests.faults.processes import Process, processes, until
from tests.faults.workers import PATIENCE
from tests.submissions.intake.word_files import Word, article

pytestmark = pytest.mark.faults
READER = "jail/inside.py"


@pytest.fixture(scope="module")
def long_file(tmp_path_factory) -> Path:
    """A file that takes the reader a second or more: one picture of many pixels, four times, each under a comment of its own."""
    out = io.BytesIO()
    Image.effect_noise((200, 150), 60).convert("RGB").resize((3_000, 2_000)).save(out, "JPEG", quality=60)
    picture = out.getvalue()
    tables = picture.index(b"\xff\xdb")
    word = Word()
    word.line("Một bài có nhiều ảnh", bold=True)
    word.line("Bốn tấm ảnh lớn, để người đọc tệp phải vẽ lại từng tấm một.")
    for number in range(4):
        word.picture(picture[:tables] + b"\xff\xfe\x00\x03" + bytes([number]) + picture[tables:])
    path = tmp_path_factory.mktemp("files") / "dai.docx"
    path.write_bytes(word.save())
    return path


def child_of(worker_pid: int) -> Process | None:
    """The reader that a worker runs at the moment."""
    return next((each for each in processes() if each.parent == worker_pid and READER in each.command), None)


def next_child(worker_pid: int, *, after: int = 0) -> Process:
    """Waits for a reader, another one than the last."""
    found: list[Process] = []

    def begun() -> bool:
        child = child_of(worker_pid)
        found[:] = [child] if child is not None and child.pid != after else []
        return bool(found)

    assert until(begun, seconds=PATIENCE), "no reader was started"
    return found[0]


def gone(pid: int) -> bool:
    return all(each.pid != pid for each in processes())


def test_a_worker_killed_while_its_child_reads_leaves_no_child_and_the_next_one_makes_one_draft(
    installation, long_file
):
    worker = installation.start_worker()
    installation.stage("upload", path=str(long_file))
    child = next_child(worker.pid)
    installation.kill(worker)
    assert until(lambda: gone(child.pid), seconds=5), "the reader outlived its worker"
    assert [(row["state"], row["drafts"]) for row in installation.stage("files")] == [("converting", 0)]

    installation.start_worker()
    installation.stage("lapse_files")

    def done() -> bool:
        installation.stage("sweep_files")
        return until(lambda: installation.stage("files")[0]["state"] == "done", seconds=10)

    assert until(done, seconds=PATIENCE), f"{installation.stage('files')}\n{installation.words()}"
    (row,) = installation.stage("files")
    assert (row["attempts"], row["drafts"]) == (2, 1)


def test_a_file_that_kills_its_reader_three_times_is_kept_and_the_worker_goes_on(installation, long_file, tmp_path):
    worker = installation.start_worker()
    installation.stage("upload", path=str(long_file))
    last = 0
    for _each in range(3):
        last = next_child(worker.pid, after=last).pid
        os.kill(last, signal.SIGKILL)
    stopped = until(lambda: installation.stage("files")[0]["state"] in ("failed", "refused"), seconds=PATIENCE)
    assert stopped, installation.words()
    (row,) = installation.stage("files")
    assert (row["attempts"], row["kept"], row["drafts"]) == (3, True, 0)
    assert row["reason"]

    short = tmp_path / "ngan.docx"
    short.write_bytes(article())
    installation.stage("upload", path=str(short))
    assert until(lambda: installation.stage("files")[1]["state"] == "done", seconds=PATIENCE), installation.words()
    assert worker.poll() is None
