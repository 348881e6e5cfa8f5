"""The words of settling in: who settles in, what is seen from use, what the staff tick by hand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Newcomer(TextChoices):
    """Who settles in."""

    PARTNER = "partner", _("A new partner")
    STAFF = "staff", _("A new member of the staff")


# What records can tell, in the order in which it is usually done: key -> words. The key names the sign in
# `queries/onboarding.py` that tells it.
SEEN: dict[str, dict[str, object]] = {
    Newcomer.PARTNER: {
        "people": _("Two people are named: one who answers for it, one who stands in"),
        "sign_in": _("Somebody of theirs has signed in"),
        "commitment": _("What it promises is written down and signed"),
        "position": _("It has taken a position on the common agenda"),
        "assigned": _("It is agreed what it reports"),
        "handed_in": _("Its first figures are accepted"),
        "activity": _("What it does is on the map of activities"),
        "meeting": _("Somebody of theirs was at a meeting"),
        "contact": _("Somebody of the backbone has spoken with it"),
    },
    Newcomer.STAFF: {
        "sign_in": _("They have signed in"),
        "post": _("Their post and their roles of the six are written down"),
        "seat": _("They sit in at least one group"),
        "contact": _("They have spoken with a partner and written it down"),
        "meeting": _("They were at a meeting"),
    },
}

# What a checklist begins with besides, until the staff word their own.
SHIPPED: dict[str, tuple[object, ...]] = {
    Newcomer.PARTNER: (
        _("Explain the common agenda and why the short list of indicators is short"),
        _("Go through the agreement on sharing data: who sees what"),
        _("Ask what they need from the others, and what they can offer"),
        _("Introduce them to the partner next door: same people, same place"),
        _("Ask after the first quarter how it goes"),
    ),
    Newcomer.STAFF: (
        _("Read the agenda in force, the last yearly report and the ten latest decisions"),
        _("Sit in at a meeting of every group"),
        _("Visit three partners with somebody who knows them"),
        _("Go through the last reporting cycle: what was late, returned, explained"),
        _("Agree who stands in when either is away"),
    ),
}
