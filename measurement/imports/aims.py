"""Targets in a file of figures: known by what their heading, row or sheet is called."""

from __future__ import annotations

import re

from measurement.imports.names import evened, is_total

_ENGLISH = ("target", "targets", "goal", "goals", "aim", "aims", "objective", "objectives")
_WORDS = frozenset((*_ENGLISH, "meta", "metas", "objetivo", "objetivos"))
_WORD = re.compile(r"\w+")


def is_target(text: str) -> bool:
    """Whether a text calls what it names a target: "Target 2025", "Reading (goal)", "Meta"."""
    return any(word in _WORDS for word in _WORD.findall(evened(text)))


def is_only_target(text: str) -> bool:
    """Whether a text says nothing else than that it is a target, of the whole perhaps: "Target", "Total goal"."""
    rest = without_target(text)
    return is_target(text) and (not rest or is_total(rest) or rest.isdigit())


def without_target(text: str) -> str:
    """Return a text without the words that call it a target: "2025" of "Target 2025"."""
    kept = [part for part in re.split(r"(\w+)", text) if evened(part) not in _WORDS]
    return re.sub(r"\(\s*\)|\[\s*\]", "", "".join(kept)).strip(" :-–/,.") if is_target(text) else text
