"""Every page of the demo, as its person sees it: whole on a phone and a desk, in light and dark, open to everybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.management.pages import PAGES
from tests.walks.conftest import CHROMIUM

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.browser
def test_every_page_is_accessible_whole_and_within_the_policy(tmp_path: Path) -> None:
    if not CHROMIUM:
        pytest.skip("no Chromium found: apt-get install chromium")
    command = [sys.executable, str(ROOT / "manage.py"), "screenshots", "--audit", "--crossed"]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "out")],
        env={**os.environ, "CONCERT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        timeout=2400,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert len(list((tmp_path / "out").glob("*.png"))) == 2 * len(PAGES)
