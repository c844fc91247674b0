"""A drawing surface with smooth edges: shapes are drawn several times too large and reduced at the end."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from PIL import Image, ImageDraw

from .colours import rgb
from .curves import Outline, Point, arc, rounded_box, smooth, tube

Matrix: TypeAlias = tuple[float, float, float, float, float, float]


class Canvas:
    """A picture being drawn, in units of the finished picture (origin top left, y downwards).

    Colours are `#rrggbb`; `alpha` is 0 to 1. `at` moves, scales, mirrors or turns everything drawn inside it.
    """

    def __init__(self, width: int, height: int, background: str, *, sampling: int = 3) -> None:
        self.width = width
        self.height = height
        self._sampling = sampling
        self._image = Image.new("RGB", (width * sampling, height * sampling), rgb(background))
        self._draw = ImageDraw.Draw(self._image)
        self._matrix: Matrix = (sampling, 0, 0, sampling, 0, 0)

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        return self._image.reduce(self._sampling)

    @contextmanager
    def at(
        self, x: float = 0, y: float = 0, *, scale: float = 1, flip: bool = False, turn: float = 0
    ) -> Iterator[None]:
        """Draw with the origin at (x, y), scaled, mirrored left to right, turned clockwise by `turn` degrees."""
        before = self._matrix
        a, b, c, d, e, f = before
        cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
        side = -1 if flip else 1
        p, q, r, s = cos * side, sin * side, -sin, cos
        self._matrix = (
            a * p + c * q,
            b * p + d * q,
            a * r + c * s,
            b * r + d * s,
            a * x + c * y + e,
            b * x + d * y + f,
        )
        try:
            yield
        finally:
            self._matrix = before

    @contextmanager
    def clip(self, outline: Sequence[Point]) -> Iterator[None]:
        """Let what is drawn inside show only within the outline."""
        points = self._place(outline)
        box = self._bounds([points])
        before = self._image.copy()
        yield
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in points], fill=255)
        before.paste(self._image.crop(box), box[:2], mask)
        self._image = before
        self._draw = ImageDraw.Draw(before)

    def polygon(self, points: Sequence[Point], fill: str, *, alpha: float = 1) -> None:
        self._fill([list(points)], fill, alpha)

    def blob(self, points: Sequence[Point], fill: str, *, alpha: float = 1) -> None:
        """Fill a smooth closed outline through the points."""
        self._fill([smooth(points)], fill, alpha)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, fill: str, *, alpha: float = 1) -> None:
        self._fill([arc(cx, cy, rx, ry)], fill, alpha)

    def circle(self, cx: float, cy: float, radius: float, fill: str, *, alpha: float = 1) -> None:
        self._fill([arc(cx, cy, radius, radius)], fill, alpha)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        radius: float | tuple[float, float, float, float] = 0,
        *,
        alpha: float = 1,
    ) -> None:
        self._fill([rounded_box(x, y, width, height, radius)], fill, alpha)

    def line(
        self, points: Sequence[Point], width: float, fill: str, *, curved: bool = False, alpha: float = 1
    ) -> None:
        """Draw a round-ended line, through the points as a curve when `curved`."""
        path = smooth(points, closed=False) if curved else list(points)
        self._fill(tube(path, [width] * len(path)), fill, alpha)

    def tube(self, points: Sequence[Point], widths: Sequence[float], fill: str, *, alpha: float = 1) -> None:
        """Draw a round-ended line whose width changes from point to point."""
        self._fill(tube(points, widths), fill, alpha)

    def arc(
        self,
        cx: float,
        cy: float,
        radius: float,
        start: float,
        end: float,
        width: float,
        fill: str,
        *,
        squash: float = 1,
        alpha: float = 1,
    ) -> None:
        """Draw a part of a ring."""
        self.line(arc(cx, cy, radius, radius * squash, start, end), width, fill, alpha=alpha)

    def slice(self, cx: float, cy: float, radius: float, start: float, end: float, fill: str) -> None:
        """Fill a slice of a disc."""
        self._fill([[(cx, cy), *arc(cx, cy, radius, radius, start, end)]], fill, 1)

    def gradient(self, outline: Sequence[Point], top: str, bottom: str, *, alpha: float = 1) -> None:
        """Fill an outline with colours going from top to bottom."""
        points = self._place(outline)
        box = self._bounds([points])
        size = (box[2] - box[0], box[3] - box[1])
        if size[0] <= 0 or size[1] <= 0:
            return
        column = Image.new("RGB", (1, 256))
        first, last = rgb(top), rgb(bottom)
        for step in range(256):
            shade = [round(p + (q - p) * step / 255) for p, q in zip(first, last, strict=True)]
            column.putpixel((0, step), (shade[0], shade[1], shade[2]))
        mask = Image.new("L", size, 0)
        moved = [(x - box[0], y - box[1]) for x, y in points]
        ImageDraw.Draw(mask).polygon(moved, fill=round(255 * alpha))
        self._image.paste(column.resize(size, Image.Resampling.BILINEAR), box[:2], mask)

    def backdrop(self, top: str, bottom: str) -> None:
        """Fill the whole picture with colours going from top to bottom."""
        self.gradient([(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)], top, bottom)

    def _place(self, points: Sequence[Point]) -> Outline:
        a, b, c, d, e, f = self._matrix
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in points]

    def _bounds(self, outlines: Sequence[Outline]) -> tuple[int, int, int, int]:
        xs = [x for outline in outlines for x, _ in outline]
        ys = [y for outline in outlines for _, y in outline]
        width, height = self._image.size
        left, top = min(max(int(min(xs)) - 1, 0), width), min(max(int(min(ys)) - 1, 0), height)
        right, bottom = max(min(int(max(xs)) + 2, width), left), max(min(int(max(ys)) + 2, height), top)
        return left, top, right, bottom

    def _fill(self, outlines: Sequence[Outline], colour: str, alpha: float) -> None:
        placed = [self._place(outline) for outline in outlines]
        if alpha >= 1:
            for points in placed:
                self._draw.polygon(points, fill=rgb(colour))
            return
        box = self._bounds(placed)
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
        draw = ImageDraw.Draw(mask)
        for points in placed:
            draw.polygon([(x - box[0], y - box[1]) for x, y in points], fill=round(255 * alpha))
        self._image.paste(rgb(colour), box, mask)
