"""A person's own keys to the API."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from initiatives.forms.tokens import TokenForm
from initiatives.kernel import clock
from initiatives.kernel.tenancy import person
from initiatives.queries import my_tokens
from initiatives.services.tokens import mint_token, revoke_token
from initiatives.web import SignedInView, errors_in


class Tokens(SignedInView):
    """The person's tokens, and making one: its secret is shown in that one answer and never again."""

    template_name = "initiatives/tokens.html"
    fresh = True

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return self.show(TokenForm(self.mine))

    def show(self, form: TokenForm, status: int = 200, **made: Any) -> HttpResponseBase:
        """Draw the tokens in use, those that have ended, and the form."""
        now = clock.now()
        with person(self.request.user):
            tokens = list(my_tokens())
        names = {row["slug"]: row["name"] for row in self.mine}
        for token in tokens:
            token.where = names.get(token.bound_to, token.bound_to)  # type: ignore[attr-defined]
        ended = [t for t in tokens if t.revoked_at or (t.expires_at and t.expires_at <= now)]
        context = {
            "form": form,
            "tokens": [token for token in tokens if token not in ended],
            "ended": ended,
            "now": now,
            **made,
        }
        return self.page(context, status=status)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = TokenForm(self.mine, request.POST)
        if form.is_valid():
            with errors_in(form):
                token, secret = mint_token(request.user, **form.values())  # type: ignore[arg-type]
            if form.is_valid():
                return self.show(TokenForm(self.mine), made=token, secret=secret)
        return self.show(form, status=422)


class EndToken(SignedInView):
    """End a token at once."""

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponseBase:
        token = revoke_token(request.user, str(public_id))  # type: ignore[arg-type]
        message = _("“%s” has ended; whoever holds it is refused from now on.") % token.name
        return self.go(reverse("initiatives:tokens"), message)
