"""The first page, starting an initiative, its first partners."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from initiatives.forms.start import FirstPartnersForm, StartForm, free_code
from initiatives.kernel.access import Capability
from initiatives.queries import enter, myself, news, partners, told
from initiatives.services import add_partners, add_place, start_initiative
from initiatives.setup import setup_steps
from initiatives.web import PageView, SignedInView, errors_in


class MyInitiatives(SignedInView):
    """The initiatives a person takes part in, each with what happened there last.

    Who takes part in one alone lands in it; `?all` shows the list all the same.
    """

    template_name = "initiatives/mine.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if len(self.mine) == 1 and "all" not in request.GET:
            return redirect(self.mine[0]["url"])
        return self.page({"initiatives": [{**row, **self.glance(row["slug"])} for row in self.mine]})

    def glance(self, slug: str) -> dict[str, Any]:
        """Return when the person was last in an initiative and, where they may read it, the newest event."""
        with enter(self.request.user, slug) as actor:  # type: ignore[arg-type]
            rows = news(actor)[:1] if actor.may(Capability.VIEW_EVENTS) else []
            return {"seen": myself(actor).last_seen_on, "told": next(iter(told(rows)), None)}


class NewInitiative(SignedInView):
    """Set-up, step one: name and place. Who has no account makes one on the way."""

    template_name = "initiatives/new.html"

    def sign_in_first(self) -> HttpResponseBase:
        if self.request.method == "GET":
            return redirect(f"{reverse('account_signup')}?{urlencode({'next': self.request.path})}")
        return super().sign_in_first()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = StartForm(initial={"language": request.LANGUAGE_CODE})  # type: ignore[attr-defined]
        return self.page({"form": form, "steps": setup_steps(1)})

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = StartForm(request.POST)
        if form.is_valid():
            values = form.settings()
            with errors_in(form):
                initiative = start_initiative(request.user, **values)  # type: ignore[arg-type]
                if place := form.cleaned_data["place"].strip():
                    with enter(request.user, initiative.slug) as actor:  # type: ignore[arg-type]
                        add_place(actor, code=free_code(place, set()), name=place)
            if form.is_valid():
                return self.go(reverse("initiatives:setup", args=[initiative.slug]))
        return self.page({"form": form, "steps": setup_steps(1)}, status=422)


class FirstPartners(PageView):
    """Set-up, step two: the partners, pasted as a list. It may be left and taken up again."""

    capability = Capability.MANAGE_PARTNERS
    template_name = "initiatives/setup_partners.html"
    section = "home"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(FirstPartnersForm())

    def show(self, form: FirstPartnersForm, status: int = 200) -> HttpResponseBase:
        """Draw the step with the partners that are in so far."""
        context = {"form": form, "steps": setup_steps(2, self.slug), "partners": partners(self.actor)}
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = FirstPartnersForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                taken = {code.lower() for code in partners(self.actor).values_list("code", flat=True)}
                added = add_partners(self.actor, form.rows(taken))
            if form.is_valid():
                message = ngettext("%(count)d partner is in.", "%(count)d partners are in.", len(added)) % {
                    "count": len(added)
                }
                return self.go(self.url("measurement:starter"), message if added else "")
        return self.show(form, status=422)
