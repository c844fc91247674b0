"""What leaves the jail: ``result.json`` and one file a picture. Written by the child, checked as a stranger's by the parent."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import asdict
from pathlib import Path
from typing import Any

from submissions.intake.docx.codes import RefusalCode, WarningCode
from submissions.intake.docx.shapes import (
    DEFAULT,
    MEGABYTE,
    Block,
    BulletList,
    Figure,
    Heading,
    IntakeRefused,
    Paragraph,
    Quote,
    ReadWarning,
    Table,
    WordArticle,
    WordImage,
)

RESULT = "result.json"
RESULT_BYTES = 8 * MEGABYTE
PICTURE_BYTES = 32 * MEGABYTE
MARKS = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
TEXT_LONGEST = 4 * DEFAULT.characters
LIST_LONGEST = 2 * DEFAULT.paragraphs
PARAMS_MOST = 10
KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "list": BulletList,
    "quote": Quote,
    "table": Table,
    "figure": Figure,
}


class AnswerWrong(Exception):
    """The child's answer has not the shape of an answer."""


def write_refusal(refused: IntakeRefused, folder: Path) -> None:
    """Leaves why the file was not taken in."""
    _write({"refused": {"code": refused.code.value, "message": refused.message, "params": refused.params}}, folder)


def write_article(article: WordArticle, folder: Path) -> None:
    """Leaves the article, its pictures beside it."""
    names = {kind: name for name, kind in KINDS.items()}
    images = []
    for index, image in enumerate(article.images):
        (folder / f"picture-{index}").write_bytes(image.data)
        fields = {name: getattr(image, name) for name in WordImage.__slots__ if name not in ("data", "sha256")}
        images.append(fields)
    whole = {
        "title": article.title,
        "sapo": article.sapo,
        "byline": article.byline,
        "words": article.words,
        "blocks": [{"kind": names[type(block)], **asdict(block)} for block in article.blocks],
        "images": images,
        "warnings": [asdict(warning) for warning in article.warnings],
    }
    _write({"article": whole}, folder)


def read(folder: Path) -> WordArticle:
    """The article that the child left.

    Raises:
        IntakeRefused: the child refused the file; or CRASHED, where the answer is missing or no answer.
    """
    try:
        result = json.loads(_bytes_of(folder / RESULT, most=RESULT_BYTES))
        if set(result) == {"article"}:
            return _article(result["article"], folder)
        found = result["refused"]
        refusal = IntakeRefused(RefusalCode(found["code"]), _text(found["message"]), _params(found["params"]))
    except (AnswerWrong, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise IntakeRefused(RefusalCode.CRASHED, f"no proper answer: {error!r}"[:300]) from error
    raise refusal


def _write(result: dict[str, Any], folder: Path) -> None:
    (folder / RESULT).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _bytes_of(path: Path, *, most: int) -> bytes:
    """The content of an ordinary file in the jail's folder, never of what a link leads to."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            raise AnswerWrong(f"{path.name} is no file, or too large")
        return file.read(most)


def _article(found: dict[str, Any], folder: Path) -> WordArticle:
    images = [
        _image(each, folder / f"picture-{index}")
        for index, each in enumerate(_list(found["images"], DEFAULT.pictures))
    ]
    blocks = [_block(each) for each in _list(found["blocks"], LIST_LONGEST)]
    if any(isinstance(block, Figure) and not 0 <= block.image_index < len(images) for block in blocks):
        raise AnswerWrong("a figure without its picture")
    return WordArticle(
        title=_text(found["title"]),
        sapo=_text(found["sapo"]),
        byline=_text(found["byline"]),
        words=_number(found["words"]),
        blocks=blocks,
        images=images,
        warnings=[_warning(each) for each in _list(found["warnings"], len(WarningCode))],
    )


def _image(found: dict[str, Any], path: Path) -> WordImage:
    data = _bytes_of(path, most=PICTURE_BYTES)
    extension = _text(found["extension"])
    if not data.startswith(MARKS[extension]):
        raise AnswerWrong(f"{path.name} is no {extension}")
    return WordImage(
        data=data,
        extension=extension,
        width=_number(found["width"]),
        height=_number(found["height"]),
        alt=_text(found["alt"]),
        caption=_text(found["caption"]),
        credit=_text(found["credit"]),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _block(found: dict[str, Any]) -> Block:
    kind = KINDS[found["kind"]]
    if kind is Heading:
        return Heading(text=_text(found["text"]), level=_number(found["level"]))
    if kind is Paragraph:
        return Paragraph(html=_text(found["html"]))
    if kind is BulletList:
        return BulletList(items=_texts(found["items"]), ordered=_switch(found["ordered"]))
    if kind is Quote:
        return Quote(text=_text(found["text"]), attribution=_text(found["attribution"]))
    if kind is Table:
        return Table(rows=[_texts(row) for row in _list(found["rows"], LIST_LONGEST)], header=_switch(found["header"]))
    return Figure(image_index=_number(found["image_index"]))


def _warning(found: dict[str, Any]) -> ReadWarning:
    return ReadWarning(
        code=WarningCode(found["code"]), message=_text(found["message"]), params=_params(found["params"])
    )


def _params(found: Any) -> dict[str, int | str]:
    if not isinstance(found, dict) or len(found) > PARAMS_MOST:
        raise AnswerWrong("params")
    return {_text(name): value if type(value) is int else _text(value) for name, value in found.items()}


def _text(found: Any) -> str:
    if not isinstance(found, str) or len(found) > TEXT_LONGEST:
        raise AnswerWrong("a text")
    return found


def _texts(found: Any) -> list[str]:
    return [_text(each) for each in _list(found, LIST_LONGEST)]


def _list(found: Any, most: int) -> list[Any]:
    if not isinstance(found, list) or len(found) > most:
        raise AnswerWrong("a list")
    return found


def _number(found: Any) -> int:
    if type(found) is not int or not 0 <= found < 2**31:
        raise AnswerWrong("a number")
    return found


def _switch(found: Any) -> bool:
    if not isinstance(found, bool):
        raise AnswerWrong("a switch")
    return found
