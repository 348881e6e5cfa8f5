"""Handing in by a link, without an account (initiatives/linked.py): the form lies under the link's public id."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from initiatives import linked
from initiatives.kernel.access import Actor
from initiatives.queries import active_initiative
from measurement.models import HandInLink
from measurement.queries import cycle_name, last_day_of
from measurement.queries.links import HAND_IN_LINK
from measurement.services import open_link
from measurement.views.confirming import Confirm, TakeBack
from measurement.views.evidence import AddEvidence, EvidenceFile, RemoveEvidence
from measurement.views.hand_in import CheckHandIn, RequestPage

SESSION_KEY = "hand_in_links"


class StartByLink(linked.StartByLink):
    """What the link is for, and a button to begin."""

    kind = HAND_IN_LINK
    session_key = SESSION_KEY
    template_name = "measurement/link_start.html"
    page_name = "linked_request"
    name_hint = gettext_lazy("It is kept with the figures, as that of whoever handed them in by this link.")

    def begin(self, actor: Actor) -> HandInLink:
        return open_link(actor)

    def told(self, link: HandInLink) -> dict[str, Any]:
        asked = link.request
        return {
            "partner": asked.partner,
            "period": cycle_name(asked.cycle, active_initiative().fiscal_year_start),
            "practice": asked.cycle.practice,
            "last_day": last_day_of(asked),
        }


class ByLink(linked.ByLink):
    """Mixed into a page of a hand-in: it opens the one request of the link."""

    kind = HAND_IN_LINK
    session_key = SESSION_KEY
    PAGES: ClassVar[dict[str, str]] = {
        "measurement:request": "linked_request",
        "measurement:requests": "linked_request",
        "measurement:check": "linked_check",
        "measurement:confirm": "linked_confirm",
        "measurement:take_back": "linked_take_back",
        "measurement:add_evidence": "linked_add_evidence",
        "measurement:evidence": "linked_evidence",
        "measurement:remove_evidence": "linked_remove_evidence",
    }


class LinkedForm(ByLink, RequestPage):
    """The one request of the link: its form, or what was handed in."""


class LinkedCheck(ByLink, CheckHandIn):
    """The last look before sending."""


class LinkedConfirm(ByLink, Confirm):
    """Say that what was handed in on the partner's behalf is right."""


class LinkedTakeBack(ByLink, TakeBack):
    """Take what was handed in back, to put it right."""


class LinkedAddEvidence(ByLink, AddEvidence):
    """A file behind one of the figures."""


class LinkedRemoveEvidence(ByLink, RemoveEvidence):
    """Take a file away."""


class LinkedEvidenceFile(ByLink, EvidenceFile):
    """A file behind one of the figures, to keep."""
