"""``manage.py import_article FILE.docx --unit CODE --author EMAIL``: a Word file to a draft, or straight to the editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.core.commands import DeskCommand
from submissions.intake.actions import ImportResult, check_size, import_and_submit, import_word
from submissions.intake.docx import IntakeRefused
from submissions.intake.errors import NotOfUnit
from submissions.intake.messages import refusal_message
from submissions.moderation.errors import NotReady, VerbRefused
from submissions.units.models import Unit

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(DeskCommand):
    """Imports one Word file."""

    help = "Imports a Word file as an article of a unit."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whose it is, and what is to become of it."""
        parser.add_argument("file", help="the Word file (.docx)")
        parser.add_argument("--unit", required=True, help="code of the unit, such as BVDKT")
        parser.add_argument("--author", required=True, help="e-mail of the person who hands it in")
        parser.add_argument("--submit", action="store_true", help="hand it to the editors, filling gaps by suggestion")
        self.add_json(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Imports, or refuses with exit code 2 and leaves nothing behind."""
        as_json = options["json"]
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            self.refuse(
                _("There is no unit %(code)s.") % {"code": options["unit"]}, code="unknown_unit", as_json=as_json
            )
        author = User.objects.filter(email=options["author"].strip().lower(), is_active=True).first()
        if author is None:
            self.refuse(
                _("Nobody can sign in as %(email)s.") % {"email": options["author"]},
                code="unknown_author",
                as_json=as_json,
            )
        path = Path(options["file"])
        act = import_and_submit if options["submit"] else import_word
        try:
            result = act(data=self._data(path, as_json=as_json), filename=path.name, unit=unit, author=author)
        except IntakeRefused as refused:
            self.refuse(refusal_message(refused), code=refused.code.value, as_json=as_json)
        except NotOfUnit as refused:
            self.refuse(str(refused), code="not_of_unit", as_json=as_json)
        except NotReady as refused:
            self.refuse(str(refused), code="not_ready", as_json=as_json)
        except VerbRefused as refused:
            self.refuse(str(refused), code="refused", as_json=as_json)
        self._report(result, as_json=as_json)

    def _data(self, path: Path, *, as_json: bool) -> bytes:
        """The file's content; a file above the limit is refused before it is read."""
        try:
            check_size(path.stat().st_size)
            return path.read_bytes()
        except OSError as error:
            message = _("The file %(name)s can't be read: %(why)s.") % {"name": path.name, "why": error.strerror}
            self.refuse(message, code="unreadable", as_json=as_json)

    def _report(self, result: ImportResult, *, as_json: bool) -> None:
        page = result.page.get_latest_revision_as_object()
        if not as_json:
            self.stdout.write(f"{page.pk}  {result.submission.get_state_display()}  {page.title}")
            for note in result.notes:
                self.stdout.write(f"  {note.code}: {note.message}")
            return
        self.print_json(
            {
                "article_id": page.uid,
                "page_id": page.pk,
                "title": page.title if result.article.title else "",
                "sapo": page.sapo,
                "words": result.article.words,
                "images": _images(page),
                "byline": page.byline,
                "warnings": [{"code": note.code, "message": note.message} for note in result.notes],
            }
        )


def _images(page: Any) -> list[dict[str, str]]:
    """The words of the stored pictures, the lead photo first."""
    found = []
    if page.lead_image_id is not None:
        found.append({"alt": page.lead_alt, "caption": page.lead_caption, "credit": page.lead_credit})
    figures = (block.value for block in page.body if block.block_type == "figure")
    return found + [{key: figure[key] or "" for key in ("alt", "caption", "credit")} for figure in figures]
