"""Wake-ups: sent from any thread through Concert's own app, never waiting for a broker that is gone."""

import threading
import time

import pytest
from celery import Celery, current_app
from kombu.exceptions import OperationalError

from config.celery import BEAT, app


def test_every_thread_sends_through_our_app() -> None:
    seen: list[str] = []
    thread = threading.Thread(target=lambda: seen.append(current_app.main))
    thread.start()
    thread.join()
    assert seen == ["concert"]


def test_a_broker_that_is_down_fails_at_once() -> None:
    gone = Celery("gone", broker="redis://127.0.0.1:1/0", set_as_current=False)
    gone.conf.update({name: app.conf[name] for name in ("task_publish_retry", "broker_transport_options")})
    began = time.monotonic()
    with pytest.raises(OperationalError):
        gone.send_task("initiatives.run_jobs")
    assert time.monotonic() - began < 2


def test_a_dead_worker_gives_its_task_back() -> None:
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.result_backend is None


def test_everything_on_the_clock_is_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in BEAT.values()} <= set(app.tasks)
    assert any(entry["task"] == "initiatives.run_jobs" for entry in BEAT.values()), "the sweep is missing"
