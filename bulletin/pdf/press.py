"""The press: turns a folder with ``issue.html`` and its pictures into ``issue.pdf``, in a process of its own.

``python -m bulletin.pdf.press FOLDER``. No Django and no database on this side, an emptied environment, limits on memory
and processor time, and a fetcher that knows the files of the folder's two shelves by name and nothing else: whatever an
article may hold, it reads no file of the machine and calls nobody. What came of it is said by the exit code and one line
of JSON on stdout: ``{"pages": 12, "refused": []}``, where ``refused`` lists the addresses that something asked for.
"""

from __future__ import annotations

import contextlib
import json
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

HTML, PDF = "issue.html", "issue.pdf"
PHOTOS, FONTS = "photos", "fonts"
# Exit codes; anything else is a fault.
NO_LIBRARY, NO_PAPER = 3, 4
MEMORY = 2 * 1024**3
"""Bytes of address space; what is really held stays far below."""
PROCESSOR_SECONDS = 60
_NAME = re.compile(r"(photo|font):([a-z0-9-]+\.(?:jpg|png|woff2))")
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "woff2": "font/woff2"}


def main(arguments: list[str]) -> int:
    """Prints the folder that is named; returns the exit code."""
    folder = Path(arguments[0])
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, PROCESSOR_SECONDS)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    try:
        import weasyprint  # noqa: F401  (its libraries are the machine's, and may be missing)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return NO_LIBRARY
    try:
        result = press(folder)
    except MemoryError:
        return NO_PAPER
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


def press(folder: Path) -> dict[str, Any]:
    """Writes the PDF beside the HTML. Tagged and archivable: PDF/UA-1, with its language and title."""
    import weasyprint

    shelf = _shelf(folder)
    document = weasyprint.HTML(string=(folder / HTML).read_text(encoding="utf-8"), url_fetcher=shelf, base_url=None)
    pages = document.render(pdf_variant="pdf/ua-1", pdf_tags=True, optimize_images=False)
    pages.write_pdf(folder / PDF, pdf_variant="pdf/ua-1", pdf_tags=True)
    return {"pages": len(pages.pages), "refused": shelf.refused[:20]}


def _shelf(folder: Path) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Shelf(URLFetcher):
        """Hands out the files of the folder by name; the doors of the parent class stay shut."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[str] = []

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            found = _NAME.fullmatch(url)
            path = folder / {"photo": PHOTOS, "font": FONTS}[found[1]] / found[2] if found else None
            if path is None or not path.is_file():
                self.refused.append(url[:200])
                raise ValueError("not on the shelf")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix.removeprefix(".")]})

    return Shelf()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
