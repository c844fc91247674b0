"""A tiny IMAP server on loopback, real enough for a client of the standard library: one mailbox, one folder beside it."""

from __future__ import annotations

import re
import socketserver
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "bai.viet", 'mật "khẩu\\'.encode("ascii", "ignore").decode()


class Mailbox:
    """What lies on the server. ``hangs_up_after`` closes the line after so many further commands."""

    def __init__(self, *, moves: bool) -> None:
        self.moves = moves
        self.inbox: dict[int, bytes] = {}
        self.deleted: set[int] = set()
        self.done: list[bytes] = []
        self.folders = {"INBOX"}
        self.next_uid = 1
        self.hangs_up_after = -1
        self.lock = threading.Lock()

    def deliver(self, raw: bytes) -> None:
        """Puts a mail into the inbox."""
        with self.lock:
            self.inbox[self.next_uid] = raw
            self.next_uid += 1


class _Session(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline():
            mailbox = self.server.mailbox
            if mailbox.hangs_up_after == 0:
                return
            mailbox.hangs_up_after -= 1
            tag, _, rest = line.decode().strip().partition(" ")
            with mailbox.lock:
                answer = self._do(rest, mailbox)
            self._say(f"{tag} {answer}")
            if rest.upper() == "LOGOUT":
                return

    def _do(self, command: str, mailbox: Mailbox) -> str:
        words = command.split()
        name = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        if name == "LOGIN":
            found = re.findall(r'"((?:[^"\\]|\\.)*)"', command)
            given = [re.sub(r"\\(.)", r"\1", word) for word in found]
            return "OK in" if given == [USER, PASSWORD] else "NO [AUTHENTICATIONFAILED] wrong"
        if name == "CREATE":
            known = words[1] in mailbox.folders
            mailbox.folders.add(words[1])
            return "NO exists" if known else "OK made"
        if name.startswith("UID ") and name != "UID SEARCH":
            self._to_one(name, int(words[2]), command.upper(), mailbox)
            return "OK done"
        answers = {
            "CAPABILITY": "* CAPABILITY IMAP4rev1 UIDPLUS" + (" MOVE" if mailbox.moves else ""),
            "SELECT": f"* {len(mailbox.inbox)} EXISTS",
            "UID SEARCH": "* SEARCH " + " ".join(map(str, sorted(set(mailbox.inbox) - mailbox.deleted))),
            "LOGOUT": "* BYE",
        }
        if name not in answers:
            return "BAD unknown"
        self._say(answers[name])
        return "OK done"

    def _to_one(self, name: str, uid: int, upper: str, mailbox: Mailbox) -> None:
        raw = mailbox.inbox.get(uid)
        if raw is None:
            return
        match name:
            case "UID FETCH":
                self._fetch(uid, upper, mailbox)
            case "UID COPY":
                mailbox.done.append(raw)
            case "UID STORE":
                mailbox.deleted.add(uid)
            case "UID EXPUNGE":
                del mailbox.inbox[uid]
            case "UID MOVE":
                mailbox.done.append(mailbox.inbox.pop(uid))

    def _fetch(self, uid: int, upper: str, mailbox: Mailbox) -> None:
        raw = mailbox.inbox.get(uid)
        if raw is None:
            return
        if "RFC822.SIZE" in upper:
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return
        part = re.search(r"HEADER\]<0\.(\d+)>", upper)
        data = (raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n")[: int(part.group(1))] if part else raw
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mailbox: Mailbox


@contextmanager
def imap_server(*, moves: bool = True) -> Iterator[tuple[Mailbox, int]]:
    """A running server: its mailbox and its port."""
    server = _Server(("127.0.0.1", 0), _Session)
    server.mailbox = Mailbox(moves=moves)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.mailbox, server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
