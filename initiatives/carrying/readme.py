"""What a package says about itself to whoever opens it without Concert."""

import textwrap
from typing import Any

from initiatives.carrying.plan import kinds, left_behind
from initiatives.kernel import clock
from initiatives.models import Initiative

HEAD = """\
{name}
{line}

This is the whole of an initiative as kept in Concert, packed on {day} (UTC). It can be taken in by another installation
(`manage.py import_initiative FILE`, or "Take an initiative in" after signing in) or read with any program.

manifest.json lists every part with its number of records, size and SHA-256.
data/ holds one file for each kind of record: a line is one record, written as JSON. `#` is its number within the kind;
other records name it by that number. Days are written 2026-11-30, moments with their offset from UTC, decimal numbers
as text so that no digit is lost.
files/ holds the files as they were uploaded; records name them by their path.

People who did not agree to their name going along are called "Former member" with a mark that stays the same; their
names were taken out of all texts, but not out of files/. Addresses went along only where their person agreed. No
password, token, link or session is in here.

What each part holds
--------------------
"""


def readme(initiative: Initiative, parts: list[dict[str, Any]]) -> str:
    """Return the text of README.txt."""
    line = "=" * len(initiative.name)
    blocks = [HEAD.format(name=initiative.name, line=line, day=clock.now().date().isoformat())]
    blocks.append(_entry("data/initiative.jsonl", 1, "The initiative's settings."))
    counts = {part["name"]: part.get("rows", 0) for part in parts}
    told = "Whoever entered, accepted or decided something: the name that stands beside it."
    blocks.append(_entry("data/account.jsonl", counts["data/account.jsonl"], told))
    for kind in kinds():
        blocks.append(
            _entry(kind.part, counts.get(kind.part, 0), " ".join((kind.model.__doc__ or "").split()))
        )
    blocks.append("\nWhat stays behind, and why\n--------------------------\n")
    reasons: dict[str, list[str]] = {}
    for label, why in left_behind().items():
        reasons.setdefault(why, []).append(label.split(".")[1])
    blocks += [
        textwrap.fill(f"{', '.join(sorted(names))}: {why}", 120) + "\n" for why, names in reasons.items()
    ]
    return "".join(blocks)


def _entry(name: str, rows: int, told: str) -> str:
    text = textwrap.fill(told, 116, initial_indent="    ", subsequent_indent="    ")
    return f"{name} ({rows})\n{text}\n"
