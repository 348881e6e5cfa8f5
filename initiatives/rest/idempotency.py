"""A POST that is repeated with the same Idempotency-Key has one effect and one answer.

The answer is kept in the transaction of the effect, so that there is never one without the other. Only
answers of success are kept: what failed may be tried again with the same key. Of two at the same moment the
second waits at the unique key until the first has ended.
"""

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from initiatives.forgetting import ANSWERS_KEPT
from initiatives.kernel import clock
from initiatives.models import ApiToken, IdempotentAnswer, User
from initiatives.rest.problems import Problem

HEADER = "Idempotency-Key"
KEPT_HEADERS = ("Location", "ETag", "Content-Type")


def key_of(request: HttpRequest) -> str:
    """Return the request's key, empty when it has none. Raises Problem on one that cannot be used."""
    key = request.headers.get(HEADER, "")
    if request.method != "POST" or not key:
        return ""
    if len(key) > 200 or not key.isprintable():
        raise Problem(400, "invalid", _("An Idempotency-Key has at most 200 printable characters."))
    return key


def _fingerprint(request: HttpRequest) -> bytes:
    """Return what makes the request this request: method, address and body.

    Keyed, so that nobody can try out what was said: some bodies are one of a few thousand, and say it in confidence.
    """
    head = f"{request.method} {request.get_full_path()}\0{request.content_type}\0".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), head + request.body, hashlib.sha256)


def earlier_answer(request: HttpRequest, user: User, token: ApiToken | None, key: str) -> HttpResponse | None:
    """Claim the key for this transaction and return None, or return the answer that was given under it.

    A key belongs to the token that it came with (or to the person's sessions): an answer given to one token is never
    given again to another, which may carry fewer scopes. Asked inside a person's scope.
    Raises Problem (422) when the key was used for another request.
    """
    oldest = clock.now() - ANSWERS_KEPT
    fingerprint = _fingerprint(request)
    claim = IdempotentAnswer(user=user, token=token, key=key, fingerprint=fingerprint, created_at=clock.now())
    IdempotentAnswer.objects.bulk_create([claim], ignore_conflicts=True)
    found = IdempotentAnswer.objects.get(user=user, token=token, key=key)
    if found.created_at < oldest:
        IdempotentAnswer.objects.filter(pk=found.pk).update(
            fingerprint=fingerprint, created_at=claim.created_at, status=0, body=b"", headers={}
        )
        return None
    if bytes(found.fingerprint) != fingerprint:
        raise Problem(422, "idempotency_key_reused", _("This Idempotency-Key was used for another request."))
    if not found.status:
        return None
    response = HttpResponse(bytes(found.body), status=found.status)
    del response["Content-Type"]
    for name, value in found.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def keep_answer(user: User, token: ApiToken | None, key: str, response: HttpResponse) -> None:
    """Keep the answer under the key, in the transaction of its effect.

    A view that must not have its answer kept word for word sets `response.kept` to what is kept instead.
    """
    IdempotentAnswer.objects.filter(user=user, token=token, key=key).update(
        status=response.status_code,
        body=getattr(response, "kept", response.content),
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
    )
