"""What is kept for a while only, and is then forgotten over all persons: by the clock, as the owner of nothing."""

from datetime import timedelta

from django.db import connection

from initiatives.kernel import clock
from initiatives.models import Change

# How long a POST that carries an Idempotency-Key may be repeated.
ANSWERS_KEPT = timedelta(days=2)
BATCH = 5000
# Nothing that was made before a change is kept for so long after it.
CHANGES_KEPT = timedelta(days=2)


def forget_answers() -> int:
    """Delete every remembered answer that is no longer given, whosever it is; return how many. Idempotent."""
    forgotten = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.forget_answers(%s, %s)", [clock.now() - ANSWERS_KEPT, BATCH])
            gone: int = cursor.fetchone()[0]
        forgotten += gone
        if gone < BATCH:
            return forgotten


def forget_changes() -> int:
    """Delete the notes of changes that nothing kept is older than; return how many. Idempotent."""
    gone, _by_model = Change.objects.filter(noted_at__lt=clock.now() - CHANGES_KEPT).delete()
    return gone
