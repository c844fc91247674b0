"""The jail: what a child may do, how it ends, and what is believed of its answer."""

from __future__ import annotations

import json
import os
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from submissions.intake import reading
from submissions.intake.docx import IntakeRefused, RefusalCode, WordArticle, read_docx
from submissions.intake.docx.sniff import kind_of
from submissions.intake.jail import answer, cell
from submissions.intake.reading import read_file
from tests.faults.processes import until
from tests.submissions.intake.word_files import article, packed, parts_of, sample

FILES = ("bvdkt-2026-11.docx", "cdc-2026-11.docx", "ttyt-cl-2026-11.docx", "ttyt-vn-2026-11-tcvn3.docx")
SHORT = replace(cell.READING, wall_seconds=60, seconds=20)


def run_python(place: Path, code: str, **bounds: float) -> RefusalCode | None:
    """Runs a program in the jail; how it was refused, or None where it ended well."""
    (place / "code.py").write_text(code)
    try:
        cell.run(place, bounds=replace(SHORT, **bounds), command=[sys.executable, "-I", "code.py"])
    except IntakeRefused as refused:
        return refused.code
    return None


@pytest.mark.parametrize("name", FILES)
def test_what_comes_out_of_the_jail_is_what_the_reader_reads(name: str) -> None:
    assert read_file(sample(name)).article == read_docx(sample(name))


def test_a_refusal_comes_out_with_its_code_and_values_and_names_the_file_in_the_log() -> None:
    data = packed({**parts_of(article()), "word/vbaProject.bin": b"x"})
    with pytest.raises(IntakeRefused) as refused:
        read_file(data, filename="bài\n.docx")
    assert refused.value.code == RefusalCode.MACROS
    assert "'bài .docx'" in refused.value.message


def test_a_child_that_loops_is_killed_with_all_it_started(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, time\n"
        "children = [os.fork() for _ in range(2)]\n"
        "pathlib.Path(f'pid-{os.getpid()}').touch()\n"
        "while True: time.sleep(0.01)\n"
    )
    assert run_python(tmp_path, code, wall_seconds=2) == RefusalCode.TIMED_OUT
    pids = [int(path.name[4:]) for path in tmp_path.glob("pid-*")]
    assert len(pids) >= 3
    assert until(lambda: not any(_lives(pid) for pid in pids), seconds=10)


def _lives(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_what_a_child_left_running_ends_with_it(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, time\npid = os.fork()\nif not pid: time.sleep(60)\npathlib.Path(f'pid-{pid}').touch()\n"
    )
    assert run_python(tmp_path, code) is None
    (left,) = [int(path.name[4:]) for path in tmp_path.glob("pid-*")]
    assert until(lambda: not _lives(left), seconds=10)


def test_what_a_killed_worker_left_is_removed_after_an_hour_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old, fresh, other = (tmp_path / name for name in ("desk-jail-alt", "desk-jail-neu", "fremd"))
    for folder in (old, fresh, other):
        folder.mkdir()
        (folder / "source").write_bytes(b"x")
    (tmp_path / "desk-jail-link").symlink_to(other)
    now = fresh.stat().st_mtime
    for folder in (old, other):
        os.utime(folder, (now - 4_000, now - 4_000))
    assert cell.remove_abandoned(now=now) == 1
    assert sorted(left.name for left in tmp_path.iterdir()) == ["desk-jail-link", "desk-jail-neu", "fremd"]
    assert (other / "source").exists()


def test_the_processor_s_time_is_limited_too(tmp_path: Path) -> None:
    assert run_python(tmp_path, "while True: pass", seconds=1) == RefusalCode.TIMED_OUT


def test_a_child_that_takes_too_much_memory_or_breaks_is_told_apart(tmp_path: Path) -> None:
    assert run_python(tmp_path, "import os; os._exit(77)") == RefusalCode.OUT_OF_MEMORY
    assert run_python(tmp_path, "bytearray(2 ** 31)") == RefusalCode.CRASHED, (
        "a program of others says it in its own way"
    )
    assert run_python(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)") == RefusalCode.CRASHED
    assert run_python(tmp_path, "raise ValueError") == RefusalCode.CRASHED
    writing = "with open('x', 'wb') as file:\n for _ in range(9): file.write(bytes(2 ** 18))"
    assert run_python(tmp_path, writing, file_bytes=2**20) == RefusalCode.CRASHED
    assert (tmp_path / "x").stat().st_size <= 2**20


def test_the_reader_itself_says_that_its_memory_is_over() -> None:
    with pytest.raises(IntakeRefused) as refused:
        read_file(sample("bvdkt-2026-11.docx"), bounds=replace(cell.READING, memory=90 * 1024 * 1024))
    assert refused.value.code in (RefusalCode.OUT_OF_MEMORY, RefusalCode.CRASHED)


def test_a_child_sees_neither_our_environment_nor_our_files_nor_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "do not tell")
    with (tmp_path / "open").open("w") as mine:
        os.set_inheritable(mine.fileno(), True)
        code = """
import errno, json, os, resource, socket, sys
def tried(family):
    try: socket.socket(family, socket.SOCK_STREAM).close()
    except OSError as error: return errno.errorcode[error.errno]
    return ""
def opened(path, mode="r"):
    try: open(path, mode).close()
    except OSError as error: return errno.errorcode[error.errno]
    return ""
def connected():
    try: socket.create_connection(("127.0.0.1", 9), 2)
    except OSError as error: return errno.errorcode.get(error.errno, str(error))
print(json.dumps({
    "environment": sorted(os.environ), "open": sorted(os.listdir("/proc/self/fd"), key=int),
    "leader": os.getsid(0) == os.getpid() == os.getpgid(0), "core": resource.getrlimit(resource.RLIMIT_CORE),
    "inet": tried(socket.AF_INET), "inet6": tried(socket.AF_INET6), "netlink": tried(socket.AF_NETLINK),
    "connected": connected(), "read": [opened(path) for path in sys.argv[1:]], "own": opened("own", "w"),
    "written": opened(sys.argv[1] + "x", "w"), "parent": opened(f"/proc/{os.getppid()}/environ"), "status": open("/proc/self/status").read(),
}))
"""
        (tmp_path / "jail").mkdir()
        (tmp_path / "jail" / "code.py").write_text(code)
        foreign = [str(tmp_path / "open"), "/etc/shadow", str(Path(settings.DATA_DIR).parent), "/etc/hostname"]
        cell.run(tmp_path / "jail", bounds=SHORT, command=[sys.executable, "-I", "code.py", *foreign])
    seen = json.loads((tmp_path / "jail" / "noise.txt").read_text())
    assert set(seen["environment"]) <= {"HOME", "LANG", "LC_CTYPE", "PATH", "TMPDIR"}
    assert len(seen["open"]) == 4, "the three usual ones and the listing itself"
    assert seen["leader"]
    assert seen["core"] == [0, 0]
    assert "NoNewPrivs:\t1" in seen["status"]
    assert {*seen["read"], seen["written"], seen["parent"]} <= {"EACCES", "EISDIR", "EPERM"}
    assert seen["read"][0] == "EACCES"
    assert seen["own"] == ""
    assert {seen[family] for family in ("inet", "inet6", "netlink", "connected")} == {"EACCES"}


def test_the_reader_s_child_can_start_no_program(tmp_path: Path) -> None:
    """Asked of a child that shut its doors as the reader does."""
    code = (
        "import sys, subprocess; sys.path.insert(0, sys.argv[1])\n"
        "from submissions.intake.jail import fence\n"
        "fence.shut(memory=2**30, seconds=20, file_bytes=2**20, open_files=64, programs=False)\n"
        "try: subprocess.run(['/bin/true'])\n"
        "except PermissionError: sys.exit(0)\n"
        "sys.exit(1)\n"
    )
    (tmp_path / "code.py").write_text(code)
    root = str(Path(__file__).parents[3])
    cell.run(tmp_path, bounds=SHORT, command=[sys.executable, "-I", "code.py", root])


def test_the_reader_s_child_loads_no_web_framework(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import submissions.intake.jail.inside, submissions.intake.docx, submissions.intake.jail.answer\n"
        "sys.exit(any(name in sys.modules for name in ('django', 'wagtail', 'celery', 'kombu')))\n"
    )
    (tmp_path / "code.py").write_text(code)
    cell.run(tmp_path, bounds=SHORT, command=[sys.executable, "-I", "code.py", str(Path(__file__).parents[3])])


def test_the_directory_is_checked_before_any_child_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cell, "run", lambda *_args, **_named: pytest.fail("a child was started"))
    bomb = packed({**parts_of(article()), "word/media/image1.png": bytes(60_000_000)})
    for data in (bomb, b"%PDF-1.7", b"", b"PK\x03\x04 no archive"):
        with pytest.raises(IntakeRefused):
            read_file(data)


def test_looking_at_a_file_unpacks_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data = article()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_args, **_named: pytest.fail("a part was unpacked"))
    kind_of(data)


@cache
def with_picture() -> WordArticle:
    return read_docx(article(middle=lambda word: word.picture()))


def result(folder: Path, **changes: object) -> Path:
    """A folder with a proper answer whose article has these changes."""
    answer.write_article(with_picture(), folder)
    whole = json.loads((folder / "result.json").read_text())
    whole["article"].update(changes)
    (folder / "result.json").write_text(json.dumps(whole))
    return folder


@pytest.mark.parametrize(
    "changes",
    [
        {"title": 5},
        {"title": "x" * 1_000_000},
        {"words": True},
        {"words": -1},
        {"words": 2**40},
        {"blocks": {}},
        {"blocks": [{"kind": "script", "html": "x"}]},
        {"blocks": [{"kind": "paragraph"}]},
        {"blocks": [{"kind": "list", "items": ["a", 5], "ordered": True}]},
        {"blocks": [{"kind": "list", "items": ["a"], "ordered": 1}]},
        {"blocks": [{"kind": "figure", "image_index": 7}]},
        {"blocks": [{"kind": "table", "rows": "ab", "header": False}]},
        {"blocks": ["paragraph"]},
        {"images": [{"extension": "svg"}]},
        {"images": [{"extension": "png", "width": 1, "height": 1, "alt": "", "caption": "", "credit": ""}]},
        {"images": [{}] * 31},
        {"warnings": [{"code": "all_is_well", "message": "", "params": {}}]},
        {"warnings": [{"code": "title_recased", "message": "", "params": {"title": []}}]},
        {"warnings": [{"code": "title_recased", "message": "", "params": {str(n): n for n in range(20)}}]},
    ],
)
def test_an_answer_that_is_none_is_not_believed(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(IntakeRefused) as refused:
        answer.read(result(tmp_path, **changes))
    assert refused.value.code == RefusalCode.CRASHED


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "nul", "[" * 100_000, '{"refused": {"code": "x"}}', '{"article": 1}', '"a"']
)
def test_what_is_no_answer_at_all_is_a_crash(tmp_path: Path, text: str) -> None:
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(IntakeRefused) as refused:
        answer.read(tmp_path)
    assert refused.value.code == RefusalCode.CRASHED


def test_links_pipes_and_large_files_in_the_jail_are_not_followed(tmp_path: Path) -> None:
    folder = result(tmp_path)
    picture = folder / "picture-0"
    for replace_by in (
        lambda: picture.symlink_to("/etc/passwd"),
        lambda: os.mkfifo(picture),
        lambda: picture.mkdir(),
        lambda: _long(picture),
    ):
        picture.rmdir() if picture.is_dir() else picture.unlink()
        replace_by()
        with pytest.raises(IntakeRefused) as refused:
            answer.read(folder)
        assert refused.value.code == RefusalCode.CRASHED


def _long(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff")
        file.truncate(answer.PICTURE_BYTES + 1)


def test_a_notice_without_the_values_of_its_sentence_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = {"code": "title_recased", "message": "", "params": {"count": 1}}

    def forge(place: Path, **_named: object) -> None:
        result(place, warnings=[forged])

    monkeypatch.setattr(reading.cell, "run", forge)
    with pytest.raises(IntakeRefused) as refused:
        read_file(article())
    assert refused.value.code == RefusalCode.CRASHED
