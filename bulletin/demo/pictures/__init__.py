"""The pictures of the demo, drawn by the project itself.

Only Pillow is needed. `draw(name)` gives one picture, `write_all(folder)` writes them all; the files kept with the demo
content are its result: `python -m bulletin.demo.pictures bulletin/demo/content/pictures`.
"""

from .gallery import ARTICLE_SIZE, COVER_SIZE, as_jpeg, draw, picture_names, write_all

__all__ = ["ARTICLE_SIZE", "COVER_SIZE", "as_jpeg", "draw", "picture_names", "write_all"]
