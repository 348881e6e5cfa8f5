"""The news of shared measurement, in the words of its reader."""

import pytest
from django.utils import translation

from initiatives.outbox import headline_of
from measurement.events.fields import FIELDS
from measurement.services.definitions.fields import DEFINING, DESCRIPTIVE, PRESENTATION


@pytest.mark.parametrize(
    ("key", "data", "line"),
    [
        (
            "cycle_opened",
            {"period": "2026-Q3", "due": "2026-11-30"},
            "The cycle 2026 Q3 was opened, due 30 November 2026",
        ),
        (
            "extension_granted",
            {"partner": "Bright Start", "period": "2026-06", "until": "2026-12-01"},
            "Bright Start may hand in June 2026 until 1 December 2026",
        ),
        (
            "submission_accepted",
            {"partner": "Bright Start", "period": "2026-09"},
            "September 2026 of Bright Start was accepted",
        ),
        (
            "assignment_made",
            {"partner": "Bright Start", "indicator": "Books", "starts_on": "2021-01-01"},
            "Bright Start reports “Books” from 1 January 2021",
        ),
        (
            "indicator_changed",
            {"name": "Books", "fields": ["band_high", "band_low", "publication_lag"]},
            "The indicator “Books” was changed: the band to stay in, how late it comes",
        ),
    ],
)
def test_periods_and_days_are_told_as_people_say_them(key: str, data: dict[str, str], line: str) -> None:
    with translation.override("en-gb"):
        assert headline_of(f"measurement.{key}", "thing:1", data) == line
    with translation.override("es"):
        told = headline_of(f"measurement.{key}", "thing:1", data)
    assert not {"2026-Q3", "2026-11-30", "2026-06", "2021-01-01", "November", "June"} & set(told.split())


def test_what_was_told_of_an_unknown_period_is_still_told() -> None:
    assert headline_of("measurement.cycle_closed", "thing:1", {"period": "once"}).count("once") == 1


def test_everything_of_an_indicator_that_may_change_has_words() -> None:
    assert set(DEFINING | DESCRIPTIVE | PRESENTATION) <= FIELDS.keys()
