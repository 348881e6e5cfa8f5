"""While the cache's server is down, people can go on working."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCacheClient

from config.cache import Cache, _Client

METHODS = {name for name, value in vars(RedisCacheClient).items() if callable(value) and name[0] != "_"}


@pytest.fixture
def gone() -> Cache:
    return Cache("redis://127.0.0.1:1", {"OPTIONS": {"socket_connect_timeout": 0.2}})


def test_a_cache_that_is_down_is_an_empty_one(gone: Cache) -> None:
    gone.set("a", 1)
    assert gone.get("a", "default") == "default"
    assert gone.get_many(["a", "b"]) == {}
    assert gone.add("a", 1) is True
    assert gone.delete("a") is False
    assert gone.touch("a") is False
    assert "a" not in gone
    assert gone.get_or_set("a", lambda: 7) == 7
    assert gone.set_many({"a": 1}) == []
    with pytest.raises(ValueError, match="not found"):
        gone.incr("a")


def test_no_operation_was_forgotten() -> None:
    assert METHODS - {"get_client", "clear"} <= set(vars(_Client))


def test_a_cache_that_is_up_keeps_what_it_is_given() -> None:
    cache = caches["default"]
    assert isinstance(cache, Cache)
    cache.set("tests-config-cache", {"figure": 3}, 30)
    assert cache.get("tests-config-cache") == {"figure": 3}
    assert cache.incr("tests-config-count") if cache.add("tests-config-count", 1, 30) else True
    cache.delete_many(["tests-config-cache", "tests-config-count"])
    assert cache.get("tests-config-cache") is None


@pytest.mark.django_db
def test_a_page_with_a_session_answers_without_a_cache(client, settings) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    answer = client.post(
        "/accounts/login/", {"login": "nobody@riverbend.example", "password": "wrong-and-long"}
    )
    assert answer.status_code == 200
