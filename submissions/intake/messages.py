"""What reading a Word file tells its writer: what happened, what was kept, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from submissions.intake.docx import RefusalCode, WarningCode

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from submissions.intake.docx import IntakeRefused, ReadWarning

WARNINGS: dict[WarningCode, StrPromise] = {
    WarningCode.TITLE_MISSING: _("No title was found in the file. The text was kept whole; please type the title."),
    WarningCode.TITLE_RECASED: _(
        "The title was typed in capitals and was changed to “%(title)s”. Please check the names in it."
    ),
    WarningCode.SAPO_MISSING: _(
        "No sapo was found (a bold or italic paragraph below the title). Nothing was taken out of the text; please write one."
    ),
    WarningCode.BYLINE_MISSING: _(
        "No author was found at the end of the file (such as “Tin, ảnh: …”). Please type the byline."
    ),
    WarningCode.LETTERHEAD_REMOVED: _(
        "The lines above the title were taken for a letterhead and left out: %(text)s. Copy them into the text if they belong there."
    ),
    WarningCode.HEADER_FOOTER_REMOVED: _(
        "Page headers and footers were left out. Copy them into the text if they belong there."
    ),
    WarningCode.LEGACY_FONT: _(
        "The text was typed in an old font (%(encoding)s) and was converted to Unicode. Please read it through once."
    ),
    WarningCode.LEGACY_LETTERS_LOST: _(
        "Some letters “ư” had been lost in the old font before the file came here; sure cases were restored. Please read the "
        "text through and correct the words that lack it."
    ),
    WarningCode.MOJIBAKE_REPAIRED: _(
        "Some text had been saved in the wrong encoding and was repaired. Please read it through once."
    ),
    WarningCode.TRACKED_CHANGES: _(
        "The file holds tracked changes (%(count)s): neither inserted nor deleted words were taken. In Word choose Accept or "
        "Reject for each, save and upload again, or mend the sentences here."
    ),
    WarningCode.COMMENTS_REMOVED: _(
        "Comments in the file (%(count)s) were left out; the text they stand at was kept."
    ),
    WarningCode.HIDDEN_TEXT_REMOVED: _(
        "Hidden text (%(count)s places) was left out. If it belongs to the article, unhide it in Word and upload again."
    ),
    WarningCode.FOOTNOTES_REMOVED: _(
        "Footnotes (%(count)s) were left out; the text was kept. Write into the text what readers need."
    ),
    WarningCode.TEXT_BOX_REMOVED: _(
        "Text boxes (%(count)s) were left out, with what stands in them. Copy their text or pictures into the article if they "
        "are needed."
    ),
    WarningCode.LINK_REMOVED: _(
        "Links to addresses that are not allowed (%(count)s) were removed; their text was kept. Web, mail and telephone links "
        "can be added again."
    ),
    WarningCode.EMBEDDED_OBJECT_REMOVED: _(
        "Embedded files (%(count)s) were left out. Put in a picture or a table instead."
    ),
    WarningCode.ACTIVE_FIELD_REMOVED: _(
        "Fields that fetch or start something outside the file (%(count)s) were left out, with the text they showed. Type that "
        "text if it is needed."
    ),
    WarningCode.REMOTE_TEMPLATE: _(
        "The file names a template on another computer. It was not fetched, the text was kept. If you do not know that "
        "template, please tell your IT staff."
    ),
    WarningCode.GRAPHIC_REMOVED: _(
        "Charts and diagrams (%(count)s) were left out. In Word copy them, paste them as pictures, and upload again."
    ),
    WarningCode.PICTURE_LINKED: _(
        "Pictures that are not in the file but elsewhere (%(count)s) were left out and not fetched. Insert the pictures "
        "themselves."
    ),
    WarningCode.PICTURE_FORMAT: _(
        "Pictures of a kind that cannot be shown (%(count)s; SVG, EMF, WMF, TIFF or unknown) were left out. Insert them as JPEG or "
        "PNG."
    ),
    WarningCode.PICTURE_UNREADABLE: _(
        "Damaged pictures (%(count)s) were left out; the text was kept. Please upload the original photos."
    ),
    WarningCode.PICTURE_TOO_LARGE: _(
        "Pictures that are too large (%(count)s) were left out; up to %(megapixels)s megapixels are taken. Please make them smaller and upload "
        "them."
    ),
    WarningCode.PICTURE_TOO_SMALL: _("Pictures too small to be photos (%(count)s; lines and icons) were left out."),
    WarningCode.PICTURE_ANIMATED: _("Moving pictures (%(count)s) were left out. Please insert a still picture."),
    WarningCode.PICTURES_TOO_MANY: _(
        "Only the first %(most)s pictures were taken; %(count)s more were left out. Choose the best ones and upload them."
    ),
}

REFUSALS: dict[RefusalCode, StrPromise] = {
    RefusalCode.EMPTY: _("The file is empty. Please check it on your computer and choose it again."),
    RefusalCode.TOO_LARGE: _(
        "The file is larger than %(megabytes)s MB. Make its pictures smaller (in Word: Picture Format, Compress Pictures) and try "
        "again."
    ),
    RefusalCode.OLD_WORD: _(
        "This is a file of an old Word (.doc). Open it in Word, choose Save As, Word document (.docx), and upload that file."
    ),
    RefusalCode.ENCRYPTED: _(
        "The file is locked with a password. Remove the password in Word, save and upload again."
    ),
    RefusalCode.RICH_TEXT: _(
        "This is a rich text file (.rtf). Open it in Word, choose Save As, Word document (.docx), and upload that file."
    ),
    RefusalCode.WEB_PAGE: _(
        "This is a web page, not a Word file. Copy its text into a new Word document, save it as .docx and upload that file."
    ),
    RefusalCode.WORD_XML: _(
        "This is a Word file saved as XML. Open it in Word, choose Save As, Word document (.docx), and upload that file."
    ),
    RefusalCode.PDF: _("This is a PDF. Please upload the Word file it was made from."),
    RefusalCode.PROGRAM: _(
        "This is a program, not a Word file. It was not opened. If you did not make it, please tell your IT staff."
    ),
    RefusalCode.PICTURE: _(
        "This is a picture. Put it into the Word file, or add it to the article after uploading the text."
    ),
    RefusalCode.OPEN_DOCUMENT: _(
        "This is an OpenDocument file (.odt). Save it as a Word document (.docx) and upload that file."
    ),
    RefusalCode.OTHER_OFFICE: _(
        "This is a workbook or a presentation. Copy the article into a Word document, save it as .docx and upload that file."
    ),
    RefusalCode.NOT_WORD: _("This is not a Word document (.docx). Please choose the article's Word file."),
    RefusalCode.MACROS: _(
        "The file holds macros, which are never taken. Save it as a Word document without macros (.docx) and upload that file."
    ),
    RefusalCode.BOMB: _(
        "The file would unpack to far more than an article has, so it was not opened. Copy the text into a new Word document and "
        "upload that file."
    ),
    RefusalCode.TOO_MANY_PARTS: _(
        "The file has far more parts than an article has, so it was not opened. Copy the text into a new Word document and upload "
        "that file."
    ),
    RefusalCode.UNSAFE_NAMES: _(
        "The file is not built as Word builds files (names of its parts), so it was not opened. Open it in Word, save it under a "
        "new name and upload that file."
    ),
    RefusalCode.UNSAFE_XML: _(
        "The file holds declarations that Word never writes, so it was not opened. Copy the text into a new Word document and "
        "upload that file."
    ),
    RefusalCode.CORRUPT: _(
        "The file is damaged or was not copied completely. Open it in Word, save it under a new name and upload that file."
    ),
    RefusalCode.TOO_LONG: _(
        "The text is far longer than an article. Please upload the article alone, not a whole report or collection."
    ),
    RefusalCode.TOO_DEEP: _(
        "The file is nested too deep (tables within tables). Copy the text into a new Word document and upload that file."
    ),
    RefusalCode.NO_TEXT: _(
        "No text was found in the file. If the article is a scan or stands in text boxes, please type or copy it as normal text."
    ),
    RefusalCode.ONLY_TABLE: _(
        "All text of the file stands in a table. Copy the article out of the table as normal text and upload again."
    ),
    RefusalCode.TIMED_OUT: _(
        "Reading the file took too long and was stopped. Your file was kept. Try again; if it happens once more, copy the text "
        "into a new Word document and upload that file."
    ),
    RefusalCode.OUT_OF_MEMORY: _(
        "The file needs more memory than there is, so reading it was stopped. Your file was kept. Make its pictures smaller (in "
        "Word: Picture Format, Compress Pictures) and upload it, or try again later."
    ),
    RefusalCode.CRASHED: _(
        "The file broke the program that reads it. Your file was kept and nothing else was harmed. Open it in Word, save it under "
        "a new name as .docx and upload that file, or try again."
    ),
    RefusalCode.OFFICE_FAILED: _(
        "The file could not be turned into a Word document (.docx). Your file was kept. Open it in Word, choose Save As, Word "
        "document (.docx), and upload that file."
    ),
    RefusalCode.BROKEN_OFF: _(
        "Reading the file was broken off several times. Your file was kept. Try again; if it happens once more, copy the text into "
        "a new Word document and upload that file."
    ),
    RefusalCode.NOT_MEMBER: _(
        "You no longer belong to this unit, so the article was not taken in for it. Your file was kept. Please ask the head of the unit."
    ),
}


def warning_message(warning: ReadWarning) -> str:
    """The notice in the language of the request."""
    return _filled(str(WARNINGS[warning.code]), warning.params)


def refusal_message(refused: IntakeRefused) -> str:
    """Why the file was not taken in, and what to do, in the language of the request."""
    return _filled(str(REFUSALS[refused.code]), refused.params)


def _filled(text: str, params: dict[str, int | str]) -> str:
    if "encoding" in params:
        params = {**params, "encoding": str(params["encoding"]).upper()}
    return text % params if params else text
