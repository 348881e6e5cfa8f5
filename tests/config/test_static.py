"""Static files: plotly.js from its package, and the production storage."""

import gzip
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.test import Client

from config.static import QuickCompressor


def test_plotly_comes_from_its_package_and_nothing_else_does() -> None:
    place = finders.find("plotly/plotly.min.js")
    assert place is not None and Path(place).stat().st_size > 1_000_000
    assert finders.find("plotly/widgetbundle.js") is None
    assert finders.find("plotly/../__init__.py") is None


def test_static_files_are_served_with_nothing_collected(client: Client) -> None:
    answer = client.get("/static/plotly/plotly.min.js")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")


def test_what_every_page_brings_is_compressed_as_far_as_it_goes() -> None:
    found = finders.find("css/components.css")
    assert isinstance(found, str)
    text = Path(found).read_bytes()
    assert len(QuickCompressor.compress_brotli(text)) == len(brotli.compress(text, quality=11))


def test_the_compressed_copies_hold_the_same(tmp_path: Path) -> None:
    text = b"body { color: black }\n" * 200
    (tmp_path / "page.css").write_bytes(text)
    made = sorted(
        Path(path).name for path in QuickCompressor(quiet=True).compress(str(tmp_path / "page.css"))
    )
    assert made == ["page.css.br", "page.css.gz"]
    assert brotli.decompress((tmp_path / "page.css.br").read_bytes()) == text
    assert gzip.decompress((tmp_path / "page.css.gz").read_bytes()) == text
