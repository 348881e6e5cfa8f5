"""Celery is a wake-up, never a memory: every durable intention is a row, and a sweep finds what was lost."""

import os
import sys
from typing import Any

from celery import Celery, bootsteps
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

from config import services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The settings of a worker's database sessions are its own, also where it is started by hand.
if "celery" in sys.argv[0] and "worker" in sys.argv:
    os.environ.setdefault("CONCERT_PROCESS", "worker")

# When the clock wakes what: name -> {"task": "app.tasks.name", "schedule": seconds or crontab(...)}.
BEAT: dict[str, dict[str, Any]] = {
    # What a lost wake-up left. A sweep that no worker took in time is dropped: the next one does the same.
    "sweep": {"task": "initiatives.run_jobs", "schedule": 10.0, "options": {"expires": 10}},
    # Stored figures are compared with their observations, and healed.
    "reconcile": {"task": "measurement.reconcile", "schedule": crontab(hour="2", minute="30")},
    # Cycles are planned ahead, and opened when their day has come.
    "keep_calendars": {"task": "measurement.keep_calendars", "schedule": crontab(hour="1", minute="10")},
    # Partners are told of figures that are about to show them by name.
    "give_notices": {"task": "measurement.give_notices", "schedule": crontab(hour="1", minute="20")},
    # Digests leave at their readers' hours.
    "send_digests": {"task": "communications.send_digests", "schedule": crontab(minute="*/10")},
    # Those who lead activities nobody has said a word of for a month are sent a link to say how it goes.
    "ask_how_it_goes": {"task": "activities.ask_how_it_goes", "schedule": crontab(hour="6", minute="40")},
    # How the conditions stood is kept once a quarter, in its first days after.
    "keep_health": {"task": "backbone.keep_health", "schedule": crontab(hour="4", minute="20")},
    # Who came gets a checklist, where the initiative has them begin by themselves.
    "begin_onboardings": {"task": "backbone.begin_onboardings", "schedule": crontab(hour="4", minute="50")},
    # Answers to repeated POSTs are kept for two days.
    "forget_answers": {"task": "initiatives.forget_answers", "schedule": crontab(hour="3", minute="10")},
}

app = Celery("concert")
app.set_default()  # for every thread: the web answers each request in another
app.config_from_object(
    {
        "broker_url": settings.REDIS_URL.replace("unix://", "redis+socket://", 1),
        # A publisher must not wait for a broker that is down: what it wanted is a row already.
        "task_publish_retry": False,
        "broker_connection_timeout": 1,
        "broker_transport_options": {
            "global_keyprefix": f"{settings.REDIS_PREFIX}:",
            "socket_connect_timeout": 1,
            "socket_timeout": 3,
            "retry_on_timeout": False,
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0,
            "visibility_timeout": 3600,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_time_limit": 15 * 60,
        "task_soft_time_limit": 14 * 60,
        "timezone": "UTC",
        "enable_utc": True,
        "beat_schedule": BEAT,
        "beat_schedule_filename": str(settings.CONCERT_HOME / "beat"),
    }
)
app.autodiscover_tasks()
steps: dict[str, set[type[bootsteps.Step]]] = app.steps
steps["worker"].add(DjangoStructLogInitStep)


@worker_init.connect
def _worker_starts(**kwargs: Any) -> None:
    from config import guard

    services.hold()
    guard.refuse_unsafe_role()


@beat_init.connect
def _beat_starts(**kwargs: Any) -> None:
    services.hold()
