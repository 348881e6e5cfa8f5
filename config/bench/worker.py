"""Concert's worker with one task more, which does nothing but answer (`celery -A config.bench.worker worker`)."""

import redis
from django.conf import settings

from config.celery import app

__all__ = ["app"]

ECHO = "bench.echo"


@app.task(name=ECHO, ignore_result=True)  # type: ignore[untyped-decorator]
def echo(word: str) -> None:
    """Say the word into the list that the benchmark listens to."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.lpush(echoes(settings.REDIS_PREFIX), word)
    client.close()


def echoes(prefix: str) -> str:
    """The name of the list in which echoes arrive."""
    return f"{prefix}:echoes"
