"""The partners' yearly review of the backbone: 27 statements under its six roles."""

from django.utils.translation import gettext_lazy as _

from communications.kinds.surveys.base import SurveyType, Theme, themed
from communications.words.surveys import Audience, SurveyKind


class BackboneReview(SurveyType):
    name = SurveyKind.BACKBONE_REVIEW
    title = _("Partner review of the backbone")
    purpose = _("How well the backbone serves those it works for, in each of its six roles.")
    question = _("What should the backbone do more of, and what less?")
    minutes = 8
    audiences = (Audience.OUTSIDE, Audience.PARTNERS)
    statements = themed(
        (
            Theme("vision", _("Guide vision and strategy")),
            [
                ("vision_known", _("We can say what the common agenda is and why.")),
                ("vision_spoken", _("We speak for it in public.")),
                ("vision_followed", _("Our own work moves towards it.")),
                ("vision_guidance", _("Leaders turn to the backbone when they need guidance.")),
            ],
        ),
        (
            Theme("activities", _("Support aligned activities")),
            [
                ("activities_role", _("We can say what our own part is.")),
                ("activities_people", _("The right people and organisations take part.")),
                ("activities_coordination", _("Partners coordinate, with the backbone and without it.")),
                ("activities_trust", _("Trust between partners grows.")),
                ("activities_depth", _("Work that is done jointly becomes wider and deeper.")),
                ("activities_quality", _("Our own work became better, or costs less effort.")),
                ("activities_support", _("We are supported, and what we do is recognised.")),
            ],
        ),
        (
            Theme("measurement", _("Establish shared measurement")),
            [
                ("measurement_built", _("The shared figures take shape as was agreed.")),
                ("measurement_valued", _("We see what the shared figures are good for.")),
                ("measurement_able", _("We are able to hand in what is asked of us.")),
                ("measurement_decides", _("Decisions rest on the figures.")),
                ("measurement_used", _("The figures change what we do, not only what we report.")),
            ],
        ),
        (
            Theme("will", _("Build public will")),
            [
                ("will_aware", _("The community knows of the problem and of the effort.")),
                ("will_supports", _("The community supports it.")),
                ("will_able", _("People feel that they can do something themselves.")),
                ("will_acts", _("People take action.")),
                ("will_voices", _("Those concerned speak for the effort in their own voice.")),
            ],
        ),
        (
            Theme("policy", _("Advance policy")),
            [
                ("policy_aware", _("Those who decide on rules and budgets know what we ask for.")),
                ("policy_voices", _("Voices that count push for it.")),
                ("policy_moves", _("Policy moves towards our goals.")),
            ],
        ),
        (
            Theme("funding", _("Mobilise funding")),
            [
                ("funding_asks", _("Funders ask those they fund to align with the agenda.")),
                ("funding_moves", _("Money moves to where the agenda needs it.")),
                ("funding_new", _("New public or private money arrives.")),
            ],
        ),
    )
