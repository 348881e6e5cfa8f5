"""What a partner says of its figures that wait: that they are right, or back with them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from initiatives.kernel.access import Capability
from initiatives.kernel.errors import NotFound
from measurement.services import confirm, take_back
from measurement.views.hand_in import HandInView
from measurement.views.review import version_read


class Confirm(HandInView):
    """Somebody of the partner says that what others handed in on its behalf is right."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None:
            raise NotFound
        confirm(self.actor, sheet.submission, version=version_read(request))
        message = _("Thank you. Whoever reviews these figures sees that you confirmed them.")
        return self.go(self.url("measurement:request", public_id), message)


class TakeBack(HandInView):
    """Somebody of the partner takes a hand-in back to put it right."""

    capability = {"POST": Capability.HAND_IN}

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        sheet = self.sheet_of(public_id)
        if sheet.submission is None:
            raise NotFound
        take_back(self.actor, sheet.submission, version=version_read(request))
        message = _("Taken back. Put the figures right, then send them again: nobody looks at them before.")
        return self.go(self.url("measurement:request", public_id), message)
