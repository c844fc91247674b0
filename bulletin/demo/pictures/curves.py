"""Plane curves as lists of points: smooth outlines, arcs, rounded boxes, tapered tubes.

Everything here is pure geometry in picture units; angles are degrees, clockwise from three o'clock because y grows
downwards.
"""

import math
from collections.abc import Sequence
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = list[Point]


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> Outline:
    """Return a Catmull-Rom curve through the points, sampled `steps` times a span."""
    count = len(points)
    if count < 3:
        return list(points)
    result: Outline = []
    for index in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(index - 1, 0)], points[index]
            p2, p3 = points[index + 1], points[min(index + 2, count - 1)]
        for step in range(steps):
            t = step / steps
            result.append((_catmull(p0[0], p1[0], p2[0], p3[0], t), _catmull(p0[1], p1[1], p2[1], p3[1], t)))
    if not closed:
        result.append(points[-1])
    return result


def _catmull(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def arc(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360) -> Outline:
    """Return the points of an elliptic arc from `start` to `end` degrees, both ends included."""
    steps = max(6, int(abs(end - start) / 5))
    return [
        (cx + rx * math.cos(math.radians(a)), cy + ry * math.sin(math.radians(a)))
        for a in (start + (end - start) * step / steps for step in range(steps + 1))
    ]


def rounded_box(
    x: float, y: float, width: float, height: float, radius: float | tuple[float, float, float, float]
) -> Outline:
    """Return a box whose corners (top left, top right, bottom right, bottom left) are rounded."""
    limit = min(abs(width), abs(height)) / 2
    corners = radius if isinstance(radius, tuple) else (radius, radius, radius, radius)
    a, b, c, d = (min(value, limit) for value in corners)
    return [
        *arc(x + a, y + a, a, a, 180, 270),
        *arc(x + width - b, y + b, b, b, 270, 360),
        *arc(x + width - c, y + height - c, c, c, 0, 90),
        *arc(x + d, y + height - d, d, d, 90, 180),
    ]


def tube(points: Sequence[Point], widths: Sequence[float]) -> list[Outline]:
    """Return the outlines that together form a round-ended tube along the points, one width a point."""
    outlines: list[Outline] = []
    for (x, y), width in zip(points, widths, strict=True):
        outlines.append(arc(x, y, width / 2, width / 2))
    for index in range(len(points) - 1):
        (x1, y1), (x2, y2) = points[index], points[index + 1]
        length = math.hypot(x2 - x1, y2 - y1)
        if length == 0:
            continue
        nx, ny = (y1 - y2) / length / 2, (x2 - x1) / length / 2
        w1, w2 = widths[index], widths[index + 1]
        outlines.append(
            [
                (x1 + nx * w1, y1 + ny * w1),
                (x2 + nx * w2, y2 + ny * w2),
                (x2 - nx * w2, y2 - ny * w2),
                (x1 - nx * w1, y1 - ny * w1),
            ]
        )
    return outlines


def elbow(start: Point, end: Point, first: float, second: float, outward: float) -> tuple[Point, Point]:
    """Return (joint, reachable end) of a two-part limb; the joint bends down and to the `outward` side (-1 or 1)."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = max(math.hypot(dx, dy), 0.01)
    reach = (first + second) * 0.985
    if distance > reach:
        end = (start[0] + dx * reach / distance, start[1] + dy * reach / distance)
        dx, dy, distance = end[0] - start[0], end[1] - start[1], reach
    along = (first * first - second * second + distance * distance) / (2 * distance)
    across = math.sqrt(max(first * first - along * along, 0.0))
    base = (start[0] + dx * along / distance, start[1] + dy * along / distance)
    options = [(base[0] + side * across * dy / distance, base[1] - side * across * dx / distance) for side in (-1, 1)]
    return max(options, key=lambda joint: 0.45 * outward * joint[0] + joint[1]), end


def star(cx: float, cy: float, radius: float, *, inner: float = 0.45, tips: int = 5) -> Outline:
    """Return a star with one tip upwards."""
    return [
        (
            cx + (radius if index % 2 == 0 else radius * inner) * math.sin(math.pi * index / tips),
            cy - (radius if index % 2 == 0 else radius * inner) * math.cos(math.pi * index / tips),
        )
        for index in range(tips * 2)
    ]
