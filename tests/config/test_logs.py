"""What a log says of a fault: where and of which kind, never in words that may name somebody."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.db import IntegrityError

from config import logs
from initiatives.models import User
from tests import factories


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What production writes, as long as the test lasts."""
    written = io.StringIO()
    configuration: dict[str, Any] = logs.configuration(json=True, level="INFO")
    configuration["handlers"]["stderr"] = {"class": "logging.StreamHandler", "stream": written}
    configuration["handlers"]["stderr"]["formatter"] = "line"
    logging.config.dictConfig(configuration)
    yield written
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["structlog", "logging"])
def test_a_fault_of_the_database_names_no_row(lines: io.StringIO, door: str) -> None:
    address = factories.user(f"{'o' * 3}@riverbend.example").email
    try:
        User.objects.create(email=address)
    except IntegrityError as problem:
        if door == "structlog":
            structlog.get_logger("test").error("failed", exc_info=problem)
        else:
            logging.getLogger("test").exception("failed")
    line = json.loads(lines.getvalue())

    assert line["event"] == "failed"
    assert address not in lines.getvalue()
    assert "IntegrityError 23505 initiatives_user_email_key" in line["exception"]
    assert "test_a_fault_of_the_database_names_no_row" in line["exception"]


def test_words_are_for_development(lines: io.StringIO) -> None:
    configuration = logs.configuration(json=False, level="INFO", words=True)
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=configuration["formatters"]["line"]["processors"], foreign_pre_chain=logs.SHARED
    )
    try:
        raise ValueError("in so many words")
    except ValueError:
        logging.getLogger("test").handlers[:] = [handler := logging.StreamHandler(lines)]
        handler.setFormatter(formatter)
        logging.getLogger("test").exception("failed")
        logging.getLogger("test").handlers[:] = []
    assert "ValueError: in so many words" in lines.getvalue()
