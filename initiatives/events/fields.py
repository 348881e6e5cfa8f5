"""What the fields of records and settings are called when they are told of."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

FIELDS = {
    "about": gettext_lazy("about"),
    "backup_contact": gettext_lazy("backup contact"),
    "coverage_floor": gettext_lazy("coverage that a judgement needs"),
    "email": gettext_lazy("e-mail address"),
    "fiscal_year_start": gettext_lazy("beginning of the year"),
    "gap_to": gettext_lazy("what gaps are measured to"),
    "identifier": gettext_lazy("outside identifier"),
    "language": gettext_lazy("language"),
    "main_contact": gettext_lazy("main contact"),
    "name": gettext_lazy("name"),
    "on_track_from": gettext_lazy("from when an indicator is on track"),
    "phone": gettext_lazy("telephone"),
    "place": gettext_lazy("place"),
    "preferred_contact": gettext_lazy("way of contact"),
    "population_floor": gettext_lazy("out of how few people shares are hidden"),
    "purpose": gettext_lazy("purpose"),
    "roles": gettext_lazy("roles"),
    "rounded_to": gettext_lazy("to what counts are rounded"),
    "sector": gettext_lazy("sector"),
    "self_acceptance": gettext_lazy("who accepts figures"),
    "slightly_behind_from": gettext_lazy("from when an indicator is slightly behind"),
    "suppression_threshold": gettext_lazy("how few people are hidden"),
    "timezone": gettext_lazy("time zone"),
    "two_step_for_leads": gettext_lazy("two-step sign-in for leads"),
}


def named(fields: Iterable[str]) -> str:
    """Return the names of the fields, one after the other."""
    return ", ".join(str(FIELDS.get(field, field)) for field in fields)
