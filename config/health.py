"""/healthz, /readyz and /metrics, answered before anything else: they need no host, session or tenant."""

import hmac
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from config import drain, guard, metrics

_migrated = False


def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when this process may be given work, else 503 with the reason of each fault.

    The database must answer as a role below the tenant wall and every migration must be applied. A broker
    that is down is reported as degraded and is no fault: work waits in the database.
    """
    faults = {name: fault for name, fault in (("server", _server()), ("database", _database())) if fault}
    answer: dict[str, object] = {"status": "unavailable" if faults else "ok", "faults": faults}
    if _broker_down():
        answer["degraded"] = ["broker"]
    return JsonResponse(answer, status=503 if faults else 200)


def metrics_page(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics for whoever brings METRICS_TOKEN as a bearer token; absent without one."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), wanted.encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


def _server() -> str:
    return "This server is stopping." if drain.draining() else ""


def _database() -> str:
    try:
        return guard.role_fault() or _migrations()
    except DatabaseError:
        return "The database does not answer."
    finally:
        connections["default"].close()


def _migrations() -> str:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connections["default"])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return f"{len(missing)} migrations are not applied."
        _migrated = True
    return ""


def _broker_down() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.5, socket_timeout=0.5)
    try:
        return not client.ping()
    except redis.exceptions.RedisError:
        return True
    finally:
        client.close()


PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics_page}


class Probes:
    """Answers the probes' addresses and hands on every other request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = probe(request)
        response["Cache-Control"] = "no-store"
        return response
