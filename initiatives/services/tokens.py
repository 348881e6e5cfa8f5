"""Tokens for the API: minting, using, revoking. Of the secret only the hash is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from initiatives.events import TokenMinted, TokenRevoked
from initiatives.kernel import clock
from initiatives.kernel.access import Scope
from initiatives.kernel.errors import DomainError, NotFound
from initiatives.kernel.tenancy import person
from initiatives.models import ApiToken, User
from initiatives.outbox import record
from initiatives.queries.actors import enter, lacks_second_step, my_memberships

PREFIX = "concert_"
SHOWN = len(PREFIX) + 4
LONGEST = timedelta(days=366)
USED_AT_MOST_EVERY = timedelta(minutes=1)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def mint_token(
    user: User,
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    initiative: str = "",
) -> tuple[ApiToken, str]:
    """Make a token and return it with its secret, which cannot be learnt again.

    `scopes` are words of Scope, of which each includes "read"; `expires_at` (aware, within 366 days) defaults to
    90 days from now; `initiative` is the slug of the one initiative the token is bound to, empty for a personal token.
    Raises DomainError at the field concerned.
    """
    _require_second_step(user)
    if not name.strip():
        raise DomainError("required", _("Give the token a name, so that you know it again."), "name")
    wanted = _clean_scopes(scopes)
    now = clock.now()
    expires_at = expires_at or now + timedelta(days=90)
    if not now < expires_at <= now + LONGEST:
        raise DomainError(
            "out_of_range", _("A token ends at some time within a year from now."), "expires_at"
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    with person(user):
        bound = _bound_to(user, initiative)
        token = ApiToken.objects.create(
            user=user,
            initiative_id=bound,
            name=name.strip(),
            prefix=secret[:SHOWN],
            secret_hash=_hash(secret),
            scopes=wanted,
            created_at=now,
            expires_at=expires_at,
        )
    _tell(user, token, TokenMinted(f"token:{token.public_id}", name=token.name, scopes=tuple(wanted)))
    return token, secret


def _require_second_step(user: User) -> None:
    for membership in my_memberships(user):
        if lacks_second_step(user, membership.role, membership.initiative):
            raise DomainError(
                "two_step",
                _("“%s” asks its leads for two-step sign-in; set it up before making a token.")
                % membership.initiative.name,
            )


def _clean_scopes(scopes: Iterable[str]) -> list[str]:
    given = set(scopes)
    if not given:
        raise DomainError("required", _("Choose at least one scope."), "scopes")
    unknown = sorted(given - set(Scope))
    if unknown:
        raise DomainError("unknown_scope", _("There is no scope “%s”.") % unknown[0], "scopes")
    # Whoever changes a thing is shown what it has become.
    return [scope.value for scope in Scope if scope in given | {Scope.READ}]


def _bound_to(user: User, slug: str) -> int | None:
    if not slug:
        return None
    for membership in my_memberships(user):
        if membership.initiative.slug == slug:
            return membership.initiative_id
    raise DomainError("unknown_initiative", _("You take part in no initiative “%s”.") % slug, "initiative")


def _tell(user: User, token: ApiToken, fact: TokenMinted | TokenRevoked) -> None:
    """Write the fact into the stream of each initiative in which the token works."""
    for membership in my_memberships(user):
        if token.initiative_id in (None, membership.initiative_id):
            with enter(user, membership.initiative.slug) as actor:
                record(actor, fact)


def revoke_token(user: User, public_id: str) -> ApiToken:
    """End one of the user's tokens at once. Raises NotFound when it is not theirs."""
    with person(user):
        token = ApiToken.objects.select_for_update().filter(public_id=public_id).first()
        if token is None:
            raise NotFound
        fresh = token.revoked_at is None
        if fresh:
            token.revoked_at = clock.now()
            token.save(update_fields=["revoked_at"])
    if fresh:
        _tell(user, token, TokenRevoked(f"token:{token.public_id}", name=token.name))
    return token


def revoke_all_tokens(user: User) -> int:
    """End all of the user's tokens at once (their password changed); returns how many."""
    with person(user):
        open_ones = list(ApiToken.objects.filter(revoked_at=None))
    for token in open_ones:
        revoke_token(user, str(token.public_id))
    return len(open_ones)


def use_token(secret: str) -> ApiToken | None:
    """Return the token of this secret with its user if it works at this moment, else None.

    Notes the use, at most once a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_id, user_id FROM app.token_by_hash(%s)", [_hash(secret)])
        found = cursor.fetchone()
    if found is None:
        return None
    now = clock.now()
    with person(found[1]):
        token = ApiToken.objects.select_related("user").get(pk=found[0])
        ended = token.revoked_at or (token.expires_at and token.expires_at <= now)
        if ended or not token.user.is_active:
            return None
        if token.last_used_at is None or now - token.last_used_at >= USED_AT_MOST_EVERY:
            token.last_used_at = now
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
