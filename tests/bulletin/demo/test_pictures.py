"""The demo's pictures: complete, of the right size, without metadata, really drawn, and drawn again the same."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from bulletin.demo import pictures

PACKAGE = Path(pictures.__file__).parent
CONTENT = PACKAGE.parent / "content"
KEPT = CONTENT / "pictures"
NAMES = pictures.picture_names()
ARTICLES = [name for name in NAMES if name.isdigit()]


def kept(name: str) -> Image.Image:
    with Image.open(KEPT / f"{name}.jpg") as picture:
        picture.load()
        return picture


def distance(first: Image.Image, second: Image.Image) -> float:
    """The mean difference of two pictures a channel, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(first.convert("RGB"), second.convert("RGB"))).mean) / 3


def test_every_article_number_from_1_to_46_and_three_covers_have_a_picture() -> None:
    assert [f"{number:02d}" for number in range(1, 47)] == ARTICLES
    assert NAMES[46:] == ["cover-1", "cover-2", "cover-3"]
    assert sorted(path.name for path in KEPT.iterdir()) == sorted(f"{name}.jpg" for name in NAMES)


def test_every_article_of_the_demo_finds_its_picture_and_says_what_it_shows() -> None:
    articles = sorted((CONTENT / "articles").glob("*.toml"))
    assert articles
    for path in articles:
        assert path.stem in ARTICLES
        assert tomllib.loads(path.read_text(encoding="utf-8"))["picture"]["alt"].strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_picture_is_a_small_jpeg_of_the_right_size_without_metadata(name: str) -> None:
    picture = kept(name)
    assert picture.format == "JPEG"
    assert picture.mode == "RGB"
    assert picture.size == (pictures.ARTICLE_SIZE if name.isdigit() else pictures.COVER_SIZE)
    assert not picture.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & picture.info.keys()
    assert 40_000 < (KEPT / f"{name}.jpg").stat().st_size < 160_000


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_picture_is_a_drawn_scene_and_not_a_plain_box(name: str) -> None:
    small = kept(name).resize((320, 200))
    colours = small.getcolors(320 * 200)
    assert colours is not None
    assert len(colours) > 2_000
    assert max(count for count, _ in colours) < 0.35 * 320 * 200
    assert max(ImageStat.Stat(small).stddev) > 25


def test_no_two_kept_pictures_are_alike() -> None:
    thumbs = {name: kept(name).resize((32, 20)) for name in NAMES}
    close = [(a, b) for a in NAMES for b in NAMES if a < b and distance(thumbs[a], thumbs[b]) < 6]
    assert close == []


@pytest.mark.parametrize("name", ["06", "33", "cover-3"])
def test_redrawing_a_picture_gives_the_kept_one(name: str) -> None:
    with Image.open(BytesIO(pictures.as_jpeg(pictures.draw(name)))) as again:
        assert distance(again, kept(name)) < 0.5


def test_drawing_a_picture_twice_gives_equal_pictures() -> None:
    assert pictures.draw("17").tobytes() == pictures.draw("17").tobytes()


@pytest.mark.parametrize("name", ["47", "00", "cover-9", "nothing"])
def test_asking_for_an_unknown_picture_is_an_error(name: str) -> None:
    with pytest.raises(KeyError):
        pictures.draw(name)


def test_the_package_imports_only_pillow_and_the_standard_library() -> None:
    foreign = set()
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                foreign |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                foreign.add(node.module.partition(".")[0])
            elif isinstance(node, ast.ImportFrom):
                assert node.level <= 1, f"{path.name} imports from outside the package"
    assert foreign - sys.stdlib_module_names == {"PIL"}


def test_the_command_explains_itself_without_a_configured_site() -> None:
    command = [sys.executable, "-m", "bulletin.demo.pictures", "--help"]
    done = subprocess.run(command, cwd=PACKAGE.parents[2], capture_output=True, text=True, check=True, env={})
    assert "OUT_DIR" in done.stdout
