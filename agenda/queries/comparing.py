"""Two versions side by side: what was taken out, what came in, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from agenda.models import CommonAgenda
from agenda.queries.contents import Contents, GoalSaid, StrategySaid, contents
from agenda.queries.versions import sections
from initiatives.kernel.access import Actor

WORDS = re.compile(r"\s+|[^\s]+")
LONGEST = 4000  # words; beyond, paragraphs are compared as wholes
SCRAP = 3  # so many words and spaces that stayed between two changes are told as changed


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (`same`), were taken out (`out`) or came in (`in`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One part in both versions, with its `name` where it has one. `before` and `after` are their words in pieces."""

    title: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    changes: int
    name: str = ""


def compared(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...], int]:
    """Return the words of two texts in pieces, and at how many places they differ."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    if max(len(old), len(new)) > LONGEST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    left: list[Piece] = []
    right: list[Piece] = []
    changes = 0
    for same, (i1, i2), (j1, j2) in _stretches(old, new):
        if same:
            left.append(Piece("same", "".join(old[i1:i2])))
            right.append(Piece("same", "".join(new[j1:j2])))
            continue
        changes += 1
        if i2 > i1:
            left.append(Piece("out", "".join(old[i1:i2])))
        if j2 > j1:
            right.append(Piece("in", "".join(new[j1:j2])))
    return tuple(left), tuple(right), changes


def _stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, tuple[int, int], tuple[int, int]]]:
    """Return by turns what is the same and what differs; a word or two that stayed between changes go with them."""
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found: list[tuple[bool, tuple[int, int], tuple[int, int]]] = []
    for place, (kind, i1, i2, j1, j2) in enumerate(codes):
        inside = 0 < place < len(codes) - 1
        same = kind == "equal" and not (inside and i2 - i1 <= SCRAP)
        if found and found[-1][0] == same:
            _same, (start, _end), (begin, _stop) = found[-1]
            found[-1] = (same, (start, i2), (begin, j2))
        else:
            found.append((same, (i1, i2), (j1, j2)))
    return found


def differences(actor: Actor, before: CommonAgenda, after: CommonAgenda) -> list[Difference]:
    """Return every part that one of two versions has: title, text, goals, strategies, causes."""
    found = [_difference(_("Title"), before.title, after.title)]
    old, new = sections(before), sections(after)
    found += [_difference(new[key].title, old[key].text, new[key].text) for key in new]
    was, is_ = contents(actor, before), contents(actor, after)
    found += _paired(
        _("Goal"), [(g.id, goal_text(g)) for g in was.goals], [(g.id, goal_text(g)) for g in is_.goals]
    )
    found += _paired(
        _("Strategy"),
        [(s.id, strategy_text(s)) for s in was.strategies],
        [(s.id, strategy_text(s)) for s in is_.strategies],
    )
    found.append(_difference(_("Causes"), causes_text(was), causes_text(is_)))
    return [row for row in found if row.before or row.after]


def _difference(title: str, before: str, after: str, name: str = "") -> Difference:
    return Difference(str(title), *compared(before, after), name)


def _paired(
    kind: str, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]
) -> list[Difference]:
    """Compare the same goal or strategy with itself; one that is new or gone stands alone."""
    old, new = dict(before), dict(after)
    order = [key for key, _text in before] + [key for key, _text in after if key not in old]
    return [
        _difference(kind, old.get(key, ""), new.get(key, ""), (new.get(key) or old[key]).split("\n")[0])
        for key in order
    ]


def goal_text(goal: GoalSaid) -> str:
    """Return a goal as lines to be compared."""
    measures = [
        ": ".join(filter(None, [one.name, " → ".join(filter(None, [one.baseline, one.target, one.due]))]))
        for one in goal.measures
    ]
    gaps = [f"{gap.group}: {gap.baseline or '–'} → {gap.target}" for gap in goal.gaps]
    return "\n".join(filter(None, [goal.statement, goal.outcome, goal.population, *measures, *gaps]))


def strategy_text(row: StrategySaid) -> str:
    """Return a strategy as lines to be compared."""
    return "\n".join(filter(None, [row.name, row.we_do, row.then, row.because, row.evidence_source]))


def causes_text(held: Contents) -> str:
    """Return the tree of causes as lines to be compared."""
    return "\n".join("\u2003" * cause.depth + cause.text for cause in held.causes)
