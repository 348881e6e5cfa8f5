"""Structured logs: JSON in production, readable lines elsewhere. No local variables, no personal data."""

import sys
from typing import Any

import structlog

from initiatives.kernel import faults

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def _without_words(logger: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Processor: a fault is told by the lines it came through, its type and its constraint, never by its words."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    problem = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if problem is not None:
        event["exception"] = faults.traced(problem)
    return event


def configuration(*, json: bool, level: str, words: bool = False) -> dict[str, Any]:
    """Configure structlog, and return Django's LOGGING, so that both write the same lines to standard error.

    `level` is a name such as INFO; `json` chooses one JSON object a line; `words` lets exceptions speak in their own
    words, which may name people: for development.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    ending: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not words:
        ending.append(_without_words)
    if json:
        plain = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        ending += [plain, structlog.processors.JSONRenderer()]
    else:
        ending.append(
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
        )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": ending,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": "INFO", "propagate": True, "handlers": []},
            "django.server": {"level": "WARNING", "propagate": True, "handlers": []},
            "django_structlog": {"level": level},
            # Every answer of 400 and above is already told by the request's own line.
            "django.request": {"level": "ERROR"},
            "psycopg.pool": {"level": "WARNING"},
        },
    }
