"""Row 14: an outsider with a solver against very many published cubes, at full size only: it takes hours."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

from django.conf import settings

from config.bench.measure import Result
from config.bench.scratch import Scratch

ROWS = {14}
CUBES = int(os.environ.get("CUBES", "20000"))
TESTS = "tests/measurement/test_disclosure_attack.py"


def measure(scratch: Scratch, wanted: set[int], *, full: bool) -> Iterator[Result]:
    """Yield in how many of the two runs (counts, percentages) a hidden amount was told too closely."""
    if not full:
        return
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--no-header", TESTS, "-m", "slow", "-k", "many_more"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "CUBES": str(CUBES)},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"(\d+) passed", done.stdout)
    failed = re.search(r"(\d+) failed", done.stdout)
    if not passed and not failed:
        raise RuntimeError(f"The attack could not be run: {(done.stdout + done.stderr)[-2000:]}")
    what = f"runs of {CUBES // 2:,} cubes in which a hidden amount was told too closely"
    yield Result(14, what, float(failed[1]) if failed else 0, 0, unit="")
