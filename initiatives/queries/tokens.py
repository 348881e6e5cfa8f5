"""A person's tokens, as their owner may see them: never a secret."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from initiatives.models import ApiToken


def my_tokens() -> QuerySet[ApiToken]:
    """Return the active person's tokens, newest first, each with `bound_to` (a slug, or empty).

    Asked inside `person(user)`. Raises NoTenant outside.
    """
    return ApiToken.objects.annotate(bound_to=Coalesce(F("initiative__slug"), Value("")))
