"""The kinds of survey: one class in one file each, and the one table of them.

Nobody outside this package asks which kind a survey is; they ask the kind.
"""

from communications.kinds.surveys.base import Statement, SurveyType, Theme
from communications.kinds.surveys.pulse import Pulse
from communications.kinds.surveys.review import BackboneReview

TYPES: dict[str, SurveyType] = {found.name: found for found in (Pulse(), BackboneReview())}


def survey_type(name: str) -> SurveyType:
    """The kind of that name; KeyError for a name that is not in the table."""
    return TYPES[name]


__all__ = ["TYPES", "Statement", "SurveyType", "Theme", "survey_type"]
