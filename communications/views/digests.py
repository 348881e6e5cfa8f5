"""One's own digest: read now, changed and stopped; also by the link in a letter, without signing in."""

from contextlib import AbstractContextManager

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from communications.forms.digests import DigestForm
from communications.queries.digests import (
    digest_now,
    entered_by_token,
    own_preference,
    own_sendings,
    rhythm_of,
)
from communications.services.digests import ask_for_digest, set_digest, stop_announcements, stop_digest
from communications.views.own import ByToken, OwnPage
from communications.words.digests import Frequency
from initiatives.kernel import clock
from initiatives.kernel.access import Actor, Capability
from initiatives.kernel.errors import Conflict
from initiatives.queries import myself
from initiatives.web import SeeOther, errors_in


class Digest(OwnPage):
    """What one's digest would tell at this moment, and how often it comes."""

    capability = Capability.VIEW
    template_name = "communications/digest.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(DigestForm.of(own_preference(self.actor), self.actor.initiative.timezone))

    def show(self, form: DigestForm, status: int = 200) -> HttpResponseBase:
        """Draw what is told now, the form, when the next one comes and when the last one came."""
        rhythm = rhythm_of(own_preference(self.actor), self.actor.initiative.timezone)
        context = {
            "form": form,
            "parts": digest_now(self.actor),
            "next": rhythm.next(clock.now()),
            "last": own_sendings(self.actor).first(),
            "me": myself(self.actor),
            "tabs": self.tabs("digest"),
            "breadcrumbs": self.crumbs((_("Your digest"), "")),
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = DigestForm.of(own_preference(self.actor), self.actor.initiative.timezone, request.POST)
        if form.is_valid():
            with errors_in(form):
                set_digest(self.actor, **form.values())
            if form.is_valid():
                return self.go(self.url("communications:digest"), _("Saved."))
        return self.show(form, status=422)


class SendDigest(OwnPage):
    """Send one's own digest today."""

    capability = {"POST": Capability.VIEW}

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            ask_for_digest(self.actor)
        except Conflict as problem:
            messages.warning(request, problem.message)
            return self.go(self.url("communications:digest"))
        return self.go(
            self.url("communications:digest"), _("It is on its way, unless there is nothing to tell.")
        )


class _OfDigest(ByToken):
    """A page behind the link of a digest."""

    def entered(self, token: str) -> AbstractContextManager[Actor]:
        return entered_by_token(token)


class ChangeDigest(_OfDigest):
    """How often somebody's digest comes; reading it changes nothing."""

    http_method_names = ["get", "head", "post"]
    template_name = "communications/change_digest.html"

    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        given = request.POST if request.method == "POST" else None
        form = DigestForm.of(own_preference(actor), actor.initiative.timezone, given)
        if given is not None and form.is_valid():
            with errors_in(form):
                set_digest(actor, **form.values(), by_link=True)
            if form.is_valid():
                return SeeOther(reverse("change_digest", args=[token]) + "?saved=1")
        status = 422 if given is not None else 200
        context = {
            "form": form,
            "saved": "saved" in request.GET,
            "stop": reverse("stop_digest", args=[token]),
        }
        return self.draw(request, actor, context, status)


@method_decorator(csrf_exempt, name="dispatch")
class StopDigest(_OfDigest):
    """Stop a digest with one click (RFC 8058): mail programs post here, without a cookie. Reading changes nothing.

    A forged request would need the token, and can do nothing but stop that digest.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "communications/stop_digest.html"

    def handle(self, request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
        if request.method == "POST":
            self.stop(actor)
            if request.POST.get("List-Unsubscribe") == "One-Click":
                return HttpResponse(status=204)
        context = {"stopped": self.is_stopped(actor), "change": reverse("change_digest", args=[token])}
        return self.draw(request, actor, context)

    def stop(self, actor: Actor) -> None:
        """Stop what the letter was."""
        stop_digest(actor, by_link=True)

    def is_stopped(self, actor: Actor) -> bool:
        """Whether it is stopped now."""
        return own_preference(actor).frequency == Frequency.OFF


class StopAnnouncements(StopDigest):
    """Stop announcements that come as letters of their own, with one click alike."""

    template_name = "communications/stop_announcements.html"

    def stop(self, actor: Actor) -> None:
        stop_announcements(actor, by_link=True)

    def is_stopped(self, actor: Actor) -> bool:
        return not own_preference(actor).at_once
