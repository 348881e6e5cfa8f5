"""The demo's people as accounts: one password for all, and a token for ana that each start renews."""

import json
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password

from initiatives.kernel import clock
from initiatives.kernel.access import Scope
from initiatives.kernel.tenancy import person
from initiatives.queries import my_tokens
from initiatives.services.tokens import mint_token, revoke_token

ANA = "ana@riverbend.example"
SIGN_INS = (
    ANA,
    "ben@riverbend.example",
    "cleo@riverbend.example",
    "dora@riverbend.example",
    "zoe@harbor.example",
)
MINTED_AS = "Demo"


class Accounts:
    """Makes the accounts, each once, with a proved address. All share one password, hashed once."""

    def __init__(self, password: str) -> None:
        self._hashed = make_password(password)
        self._made: dict[str, Any] = {}

    def of(self, email: str, name: str) -> Any:
        """Return the account of an address."""
        if email not in self._made:
            user = get_user_model().objects.create(
                email=email, name=name, password=self._hashed, date_joined=clock.now()
            )
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            self._made[email] = user
        return self._made[email]


def password(*, fresh: bool) -> str:
    """Return the password told at the last start, or a new one when there was none or `fresh` asks for it."""
    told = settings.CONCERT_HOME / "demo.json"
    if told.exists() and not fresh:
        known = str(json.loads(told.read_text()).get("password") or "")
        if known:
            return known
    return "-".join(secrets.token_hex(2) for _part in range(4))


def is_loaded() -> bool:
    """Whether the demo stands in the database."""
    return bool(get_user_model().objects.filter(email=ANA).exists())


def let_in(password: str) -> None:
    """See to it that the sign-ins work with the password that is told (the file may have been lost)."""
    for user in get_user_model().objects.filter(email__in=SIGN_INS):
        if not check_password(password, user.password):
            user.set_password(password)
            user.save(update_fields=["password"])


def fresh_token() -> str:
    """Mint a new token for ana, revoke those of former starts, and return the secret."""
    ana = get_user_model().objects.get(email=ANA)
    with person(ana):
        former = [str(token.public_id) for token in my_tokens().filter(name=MINTED_AS, revoked_at=None)]
    for public_id in former:
        revoke_token(ana, public_id)
    return mint_token(ana, name=MINTED_AS, scopes=[scope.value for scope in Scope])[1]
