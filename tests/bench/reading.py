"""Times of pages, as a reader or a person at the desk gets them: real requests to real servers."""

from __future__ import annotations

import http.client
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

WARM_UP = 5  # requests; the first ones fill the server's own caches
SIGN_IN = "/quan-tri/login/"


class NotShown(Exception):
    """A page that was to be measured did not answer 200."""


@dataclass
class Visitor:
    """One kept connection to the server on a local port, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def sign_in(self, *, email: str, password: str) -> None:
        """Signs in at the desk as a browser would. Raises NotShown."""
        form = self._ask("GET", SIGN_IN)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        fields = {"username": email, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _ = self._ask("POST", SIGN_IN, urlencode(fields))
        if status != http.client.FOUND or "sessionid" not in self.cookies:
            raise NotShown(f"{email} could not sign in: {status}")

    def time(self, path: str) -> float:
        """Milliseconds from the request to the last byte of the answer. Raises NotShown."""
        started = time.perf_counter()
        status, _ = self._ask("GET", path)
        spent = (time.perf_counter() - started) * 1000
        if status != http.client.OK:
            raise NotShown(f"{path} on port {self.port} answered {status}")
        return spent

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode(errors="replace")
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text


def alternately(
    first: tuple[Visitor, Sequence[str]], second: tuple[Visitor, Sequence[str]], *, times: int
) -> tuple[list[float], list[float]]:
    """The same page of two servers, asked for in turns, so that whatever else the machine does hits both alike.

    Each has a list of addresses, over which the requests go round. Returns the times of both in milliseconds.
    """
    spent: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM_UP + times):
        # Who is first changes too: the second request of a pair may find a warmer processor.
        order = (0, 1) if number % 2 else (1, 0)
        for which in order:
            visitor, paths = (first, second)[which]
            taken = visitor.time(paths[number % len(paths)])
            if number >= WARM_UP:
                spent[which].append(taken)
    return spent
