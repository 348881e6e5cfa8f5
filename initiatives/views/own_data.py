"""What is kept about oneself: to take along, or to have forgotten."""

import tempfile

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.carrying.mine import counted
from initiatives.forms.own_data import ForgetMeForm
from initiatives.services.forgetting_me import farewells, forget_me, take_own_data
from initiatives.web import SignedInView, errors_in


class OwnData(SignedInView):
    """What each of one's initiatives holds about oneself, and what happens to it when one is forgotten."""

    template_name = "initiatives/my_data.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(ForgetMeForm())

    def show(self, form: ForgetMeForm, status: int = 200) -> HttpResponseBase:
        """Draw what is kept, and the form."""
        going = farewells(self.request.user)  # type: ignore[arg-type]
        context = {
            "places": counted(self.request.user),  # type: ignore[arg-type]
            "form": form,
            "farewells": going,
            "last_lead_of": [one.membership.initiative for one in going if one.last_lead],
        }
        return self.page(context, status=status)


class TakeOwnData(SignedInView):
    """The file with what is kept about oneself, for whoever has just signed in."""

    fresh = True

    def post(self, request: HttpRequest) -> HttpResponseBase:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        take_own_data(request.user, file)  # type: ignore[arg-type]
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename="my-data.zip", content_type="application/zip")


class ForgetMe(OwnData):
    """Have oneself forgotten, after a fresh sign-in."""

    fresh = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.go(reverse("initiatives:my_data"))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ForgetMeForm(request.POST)
        if form.is_valid():
            with errors_in(form):
                forget_me(request.user, **form.cleaned_data)  # type: ignore[arg-type]
            if form.is_valid():
                logout(request)
                return self.go(reverse("account_login"), _("You have been forgotten. A last letter says so."))
        return self.show(form, status=422)
