"""Colours and tokens: readable in both themes, each one defined, none written elsewhere."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "static" / "css"
ALONE = {"email.css"}  # inlined into mail, where no token is known
TOKENS = (CSS / "tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}
HUES = ["agenda", "measurement", "activities", "communication", "backbone"]
JUDGEMENTS = ["good", "warn", "bad"]
GROUNDS = ["paper", "surface", "sunken", "raised", "hover"]

READ = (
    [(ink, ground) for ink in ["ink", "ink-2", "ink-3", "brand"] for ground in GROUNDS]
    + [(name, f"{name}-soft") for name in [*HUES, *JUDGEMENTS, "brand"]]
    + [(name, ground) for name in [*HUES, *JUDGEMENTS] for ground in ["paper", "surface", "hover"]]
    + [("ink", f"{name}-soft") for name in [*HUES, *JUDGEMENTS]]
    + [(ink, "mute-soft") for ink in ["ink", "ink-2", "ink-3"]]
    + [("brand-ink", "brand"), ("brand-ink", "brand-hover"), ("paper", "ink")]
    + [("surface", name) for name in HUES]
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(theme):
    poor = {
        f"{text} on {ground}": round(contrast(COLOURS[text][theme], COLOURS[ground][theme]), 2)
        for text, ground in READ
        if contrast(COLOURS[text][theme], COLOURS[ground][theme]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["edge", "focus"])
def test_edges_of_controls_and_the_focus_can_be_seen(theme, name):
    for ground in ["paper", "surface", "raised"]:
        assert contrast(COLOURS[name][theme], COLOURS[ground][theme]) >= 3, ground


def sheets() -> list[Path]:
    return [path for path in sorted(CSS.glob("*.css")) if path.name not in ALONE]


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "".join(path.read_text() for path in sheets())))
    used = {
        (path.name, name) for path in sheets() for name in re.findall(r"var\((--[\w-]+)", path.read_text())
    }
    assert {pair for pair in used if pair[1] not in defined} == set()


def test_every_token_defined_is_used():
    text = "".join(path.read_text() for path in sheets())
    unused = {name for name in re.findall(r"(--[\w-]+):", TOKENS) if f"var({name})" not in text}
    assert unused == set()


def test_colours_are_written_as_tokens_only():
    # What is scanned or printed stands on white in every theme; a picture in a sheet cannot read tokens.
    allowed = {"#fff", "#1c1a17", "#867f72"}
    stray = {
        (path.name, colour)
        for path in sheets()
        if path.name != "tokens.css"
        for colour in re.findall(r"(?:#|%23)[0-9a-fA-F]{3,6}\b(?![^{}]*\{)", path.read_text())
        if colour.replace("%23", "#") not in allowed
    }
    assert stray == set()


def test_every_rule_stands_in_a_layer():
    for path in sheets():
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        outside, depth, rest = [], 0, ""
        for char in text:
            if char == "{":
                if depth == 0:
                    outside.append(rest.strip())
                depth, rest = depth + 1, ""
            elif char == "}":
                depth, rest = depth - 1, ""
            elif char == ";" and depth == 0:
                rest = ""
            else:
                rest += char
        assert depth == 0, path.name
        assert all(head.startswith("@layer") for head in outside), (path.name, outside)
