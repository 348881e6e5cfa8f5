"""Signing in, with the demo's one click; the language of the pages."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.i18n import set_language

from initiatives.accounts import remember_language
from initiatives.web import private, safe_path

# The demo's people, in the order of the sign-in page, with what each of them shows.
DEMO_PEOPLE = {
    "ana@riverbend.example": (_("Backbone lead of Riverbend"), "backbone"),
    "ben@riverbend.example": (_("Contributor with a hand-in due"), "measurement"),
    "cleo@riverbend.example": (_("Funder of Riverbend"), "agenda"),
    "dora@riverbend.example": (_("Community member of Riverbend"), "communication"),
    "zoe@harbor.example": (_("Backbone lead of Harbor"), "activities"),
}


def demo_users() -> list[dict[str, Any]]:
    """Return the people a demo offers to come in as; nobody where this is no demo."""
    if not settings.DEMO:
        return []
    known = {user.email: user for user in get_user_model().objects.filter(email__in=DEMO_PEOPLE)}
    return [
        {"email": email, "name": known[email].name, "note": note, "condition": condition}
        for email, (note, condition) in DEMO_PEOPLE.items()
        if email in known
    ]


class SignIn(LoginView):  # type: ignore[misc]
    """Signing in; in a demo also by one click."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        words = {"login": _("E-mail"), "remember": _("Keep me signed in")}
        for name in words.keys() & form.fields.keys():
            form.fields[name].label = words[name]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), "demo_users": demo_users()}
        if not get_adapter().is_open_for_signup(self.request):
            # Whoever comes without an invitation makes an account to start an initiative.
            start = urlencode({"next": reverse("initiatives:new")})
            context["signup_url"] = f"{reverse('account_signup')}?{start}"
        return context


class DemoSignIn(View):
    """Come in as one of the demo's people. There is no such page where this is no demo."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        email = request.POST.get("email", "")
        if not settings.DEMO or email not in DEMO_PEOPLE:
            raise Http404
        user = get_user_model().objects.filter(email=email, is_active=True).first()
        if user is None:
            raise Http404
        record_authentication(request, user, method="password", email=email)
        onward = safe_path(request, request.POST.get("next"))
        return private(perform_login(request, Login(user=user, email=email, redirect_url=onward)))


class ChangeLanguage(View):
    """Change the language of the pages, and remember it for whoever is signed in."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        response = set_language(request)
        language = request.POST.get("language", "")
        user: Any = request.user
        if user.is_authenticated and language in dict(settings.LANGUAGES) and user.language != language:
            user.language = language
            user.save(update_fields=["language"])
            remember_language(response, language)
        return response
