"""Which partner, place, indicator or category a name in a file means.

The same name is the same after case, accents, spaces and signs are evened out. A mark of a footnote may be dropped
where the rest is a known code. Whatever is merely alike is offered, never taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

ALIKE = 0.82
OFFERED = 5
LONG = 60
LONGEST_INDICATOR = 200
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff_]+")
_FOOTNOTE = re.compile(r"(?:\s*[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\s*[\[(][a-z0-9]{1,2}[\])]|(?<=[0-9])[a-z])$", re.IGNORECASE)
_TOTALS = (
    "total",
    "totals",
    "grand total",
    "all",
    "sum",
    "subtotal",
    "sub total",
    "overall",
    "national",
    "all areas",
    "all partners",
    "total general",
    "suma",
    "todos",
    "todas",
)
_SUM = re.compile(
    r"(?:grand |sub ?|overall )?totals?(?:\s*[,:(–-].*|\s+(?:of|for|all|general)\b.*)|.*\b(?:sub)?totals?|"
    r"all (?:agencies|areas|districts|members|organi[sz]ations|partners|providers|schools|sites)|"
    r"(?:suma|total) (?:de|general)\b.*"
)
# Signs that mark a footnote and are part of no name or code, before a remark or behind a name.
_SIGNS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹"
_NOTES = re.compile(r"(?:note|notes|source|sources|footnote|\*|†|nota|fuente)\b|\*")
_SHORT_CODE = re.compile(r"[a-z]{1,4}[-_ ]?\d{1,6}[a-z]?")
_DIGITS = re.compile(r"\d+")
_NOT_A_CODE = re.compile(r"[^A-Za-z0-9._-]+")


@lru_cache(maxsize=50_000)
def evened(text: str) -> str:
    """Return the name without differences of case, accents, spaces and underscores."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SPACES.sub(" ", bare).strip().casefold()


def without_footnote(text: str) -> str:
    """Return the name without one trailing mark of a footnote (MO-604a, Leeds*, Kent [1])."""
    return _FOOTNOTE.sub("", text.strip())


def without_sign(text: str) -> str:
    """Return the name without the signs of a footnote behind it; letters may be part of a code (MO-604a) and stay."""
    return text.strip().rstrip(_SIGNS).rstrip() or text


def is_total(text: str) -> bool:
    """Whether the name stands for a sum of the rows, not for one of them."""
    bare = evened(text).strip(":. ")
    return bare in _TOTALS or bool(_SUM.fullmatch(bare))


def is_note(text: str, longest: int = LONG) -> bool:
    """Whether the text is a remark below the figures rather than a name, which is not longer than `longest`."""
    return len(text) > longest or text.lstrip()[:1] in tuple(_SIGNS) or bool(_NOTES.match(evened(text)))


def code_for(name: str, taken: set[str]) -> str:
    """Return a code made of the name that is not in `taken` (codes in lower case)."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    stem = _NOT_A_CODE.sub("-", plain).strip("-._")[:56] or "n"
    if not stem.isascii() or evened(name) != evened(stem):
        stem = stem.lower()
    if stem.lower() in ("total", "sector", "place", "partner"):
        stem += "-1"
    code, number = stem, 2
    while code.lower() in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


@dataclass(frozen=True)
class Known:
    """Something that stands: its code and its name."""

    code: str
    name: str


@dataclass
class Matched:
    """What a name means. `dropped` says that a footnote mark was left out; `alike` holds codes that come near."""

    code: str = ""
    dropped: bool = False
    alike: list[str] = field(default_factory=list)


class Register:
    """The known partners (or places, indicators, categories), to find names in."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = list(known)
        self.codes = {item.code for item in self.known}
        self._by_code = {evened(item.code): item.code for item in self.known}
        self._by_name: dict[str, str] = {}
        twice = set()
        for item in self.known:
            key = evened(item.name)
            if self._by_name.setdefault(key, item.code) != item.code:
                twice.add(key)
        for key in twice:
            del self._by_name[key]

    def find(self, text: str, name: str = "") -> Matched:
        """Return what the text means: by code, by name, or less the mark of a footnote.

        `name` is what the file calls it beside its code; it only tells what comes near.
        """
        key = evened(text)
        code = self._by_code.get(key) or self._by_name.get(key)
        if code is not None:
            return Matched(code)
        bare = evened(without_footnote(text))
        if bare and bare != key:
            code = self._by_code.get(bare) or self._by_name.get(bare)
            if code is not None:
                return Matched(code, dropped=True)
        return Matched(alike=self._alike(name or text))

    def _alike(self, text: str) -> list[str]:
        key = evened(text)
        if not 3 <= len(key) <= LONG or _SHORT_CODE.fullmatch(key):
            return []  # CA-605 and PA-605 are near in letters and far apart on the map
        found = []
        digits = _DIGITS.findall(key)
        matcher = SequenceMatcher(b=key)
        for item in self.known:
            if _DIGITS.findall(evened(item.name)) != digits:
                continue  # MO-604 and MO-605 look alike and are two
            matcher.set_seq1(evened(item.name))
            score = 0.0
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                score = matcher.ratio()
            if score >= ALIKE or _abbreviates(key, evened(item.name)):
                found.append((score, item.code))
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return [code for _score, code in found[:OFFERED]]


def _abbreviates(short: str, long: str) -> bool:
    """Whether the two begin alike and one is the other with words cut short (Eastside SD, Eastside School District)."""
    first, second = short.split(), long.split()
    if len(first) > len(second):
        first, second = second, first
    if len(first) < 2 or first[0] != second[0] or len(first[0]) < 4:
        return False
    return "".join(first[1:]) == "".join(word[0] for word in second[1:])
