"""Two texts word by word: what went, what came, and whole stretches rather than crumbs."""

import pytest

from agenda.queries import Piece, compared


def told(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces]


def test_a_word_that_was_replaced_is_marked_on_both_sides() -> None:
    before, after, changes = compared("Four in ten read at level.", "Five in ten read at level.")

    assert told(before) == [("out", "Four"), ("same", " in ten read at level.")]
    assert told(after) == [("in", "Five"), ("same", " in ten read at level.")]
    assert changes == 1


def test_a_word_or_two_that_stayed_between_changes_go_with_them() -> None:
    before, after, changes = compared("We all read the old book here", "We now read a new one here")

    assert told(before) == [("same", "We "), ("out", "all read the old book"), ("same", " here")]
    assert told(after) == [("same", "We "), ("in", "now read a new one"), ("same", " here")]
    assert changes == 1


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("", "New.", ([], ["in"])),
        ("Gone.", "", (["out"], [])),
        ("Same.", "Same.", (["same"], ["same"])),
        ("", "", ([], [])),
    ],
)
def test_what_is_new_gone_or_the_same(before: str, after: str, kinds: tuple[list[str], list[str]]) -> None:
    left, right, changes = compared(before, after)

    assert ([p.kind for p in left], [p.kind for p in right]) == kinds
    assert changes == (before != after)


def test_no_word_of_either_text_is_lost() -> None:
    old, new = "a b\n\nc d  e\nf", "a x\n\nc e\tf g"
    before, after, _changes = compared(old, new)

    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new


def test_very_long_texts_are_compared_by_lines() -> None:
    old = "\n".join(f"line {number} of many words here" for number in range(1500))
    _before, after, changes = compared(old, old.replace("line 700 ", "line x "))

    assert changes == 1
    assert [piece.text for piece in after if piece.kind == "in"] == ["line x of many words here\n"]
