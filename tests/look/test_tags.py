"""Tags and filters: status words, numbers in the reader's language, drawings with gaps."""

import re
from decimal import Decimal

import lucide
import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from initiatives.templatetags import drawing, look, numbers


def test_every_state_has_its_own_shape_within_its_tone_or_other_words():
    assert look.status("on_track").shape == "on"
    assert look.status("slightly_behind").shape == "behind"
    assert look.status("off_track").shape == "off"
    assert look.status("too_early").shape == "early"
    assert look.status("not_enough_data").shape == "nodata"
    assert look.status("out_of_date").shape == "stale"
    assert {known.shape for known in look.STATES.values()} <= set(look.SHAPES)
    assert len({str(known.label) for known in look.STATES.values()}) == len(look.STATES)


def test_an_unknown_state_keeps_its_words_and_makes_no_judgement():
    assert look.status("on_hold") == look.Status("On hold", "nodata", "mute")


def test_a_status_is_text_and_shape_and_colour():
    html = render_to_string("styleguide/words.html", {"states": ["off_track"]})
    shown = re.search(r'<span class="status is-bad">(.*?)</span></span>', html).group(1)
    assert look.SHAPES["off"] in shown
    assert "Off track" in shown


def test_an_icon_is_decoration_and_an_unknown_one_is_an_error():
    html = look.icon("house")
    assert 'aria-hidden="true"' in html and "<path" in html and "width=" not in html.split("<path")[0]
    with pytest.raises(lucide.IconDoesNotExist):
        look.icon("no-such-icon")


@pytest.mark.parametrize(
    ("value", "decimals", "english", "spanish"),
    [
        (Decimal("1234.5"), 1, "1,234.5", "1.234,5"),
        (Decimal("2.345"), 2, "2.35", "2,35"),
        (Decimal("-0.8"), 1, "\u22120.8", "\u22120,8"),
        (0, None, "0", "0"),
        (None, 1, "", ""),
        (float("nan"), 1, "", ""),
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(value, decimals, english, spanish):
    with translation.override("en"):
        assert numbers.number(value, decimals) == english
    with translation.override("es"):
        assert numbers.number(value, decimals).replace("\xa0", ".") == spanish


def test_a_change_shows_its_sign():
    with translation.override("en"):
        assert numbers.signed(Decimal("1.45"), 1) == "+1.5"
        assert numbers.signed(Decimal("-2.5"), 1) == "\u22122.5"
        assert numbers.signed(0) == "0"


def test_a_gap_breaks_the_line_and_a_lone_point_is_a_dot():
    drawn = drawing.sparkline_of([96, None, 140, 162, None, 171, {"value": 180, "status": "provisional"}])
    assert drawn.line.count("M") == 2
    assert len(drawn.alone) == 1
    assert drawn.end.hollow
    assert (drawn.end.x, drawn.end.y) == ("157.0", "4.0")


def test_a_missing_value_is_never_nought():
    with_gap = drawing.sparkline_of([10, None, 12])
    assert with_gap.line == ""
    assert [dot.y for dot in with_gap.alone] == ["32.0"]


def test_values_and_target_share_one_scale():
    drawn = drawing.sparkline_of([0, 5], [0, 10])
    assert drawn.path == "M3.0 32.0L157.0 4.0"
    assert drawn.line == "M3.0 32.0L157.0 18.0"


def test_nothing_known_draws_nothing():
    assert drawing.sparkline_of([None, None]) == drawing.Sparkline(160, 36, "", "", [], None)
    assert drawing.sparkline_of([]).end is None


def test_a_flat_line_lies_in_the_middle():
    assert drawing.sparkline_of([7, 7]).line == "M3.0 18.0L157.0 18.0"


def test_coordinates_keep_their_point_in_every_language():
    with translation.override("es"):
        assert drawing.share(1, 8) == "12.5"
        assert "," not in drawing.sparkline_of([1.5, 2.25]).line


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(12, 14, "85.7"), (3, 0, "0.0"), (120, 100, "100.0"), (-1, 100, "0.0")]
)
def test_a_share_stays_between_none_and_all(part, whole, share):
    assert drawing.share(part, whole) == share


def test_a_finished_track_has_nothing_left_to_do():
    assert [stop.state for stop in drawing.track_of(2, 4)] == ["done", "now", "off", "off"]
    assert [stop.state for stop in drawing.track_of(4, 4)] == ["done"] * 4


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Moreno", "AM"), ("ben@riverbend.example", "BE"), ("José de la Cruz", "JC"), ("", "?")],
)
def test_initials(name, letters):
    assert look.initials(name) == letters


def test_an_address_may_break_before_its_at_and_its_dots_only() -> None:
    assert look.breakable("a.b@c.org") == "a<wbr>.b<wbr>@c<wbr>.org"
    assert look.breakable("<b>@x") == "&lt;b&gt;<wbr>@x"


def test_a_select_writes_its_options_as_django_does() -> None:
    class Chosen(forms.Form):
        group = forms.ChoiceField(
            choices=[("", "Any"), ("Sectors", [(7_000, "Health & <care>"), ('a"b', "Schools")])],
            required=False,
            widget=forms.Select(attrs={"data-x": "1"}),
        )

    assert str(Chosen({"group": "7000"})["group"]) == (
        '<select name="group" data-x="1" id="id_group"><option value="">Any</option><optgroup label="Sectors">'
        '<option value="7000" selected>Health &amp; &lt;care&gt;</option><option value="a&quot;b">Schools</option>'
        "</optgroup></select>"
    )
