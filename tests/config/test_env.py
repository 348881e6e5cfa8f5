"""Reading the environment: what is accepted, and that every fault is named at once and without its value."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import mail
from config.env import Env


def test_defaults_stand_for_what_is_absent_or_empty() -> None:
    env = Env({"EMPTY": "  ", "NOTHING": ""})
    assert env.text("ABSENT", "x") == env.text("EMPTY", "x") == "x"
    assert env.number("EMPTY", 7) == 7
    assert env.flag("NOTHING", default=True) is False
    assert env.flag("ABSENT", default=True) is True
    assert env.words("EMPTY", ("a",)) == ["a"]
    env.finish()


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_flags_that_are_on(word: str) -> None:
    assert Env({"DEBUG": word}).flag("DEBUG") is True


def test_every_fault_is_named_at_once_and_no_value_is_repeated() -> None:
    env = Env(
        {"DEBUG": "perhaps", "PROXIES": "-1", "BASE_URL": "s3cret", "DATABASE_URL": "mysql://u:s3cret@h/d",
         "REDIS_URL": "http://s3cret", "EMAIL_URL": "pigeon://s3cret"}
    )  # fmt: skip
    env.flag("DEBUG")
    env.number("PROXIES", 0)
    env.web_address("BASE_URL")
    env.database("DATABASE_URL")
    env.redis("REDIS_URL")
    mail.settings(env, "console:")
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()
    said = str(refusal.value)
    for name in ("DEBUG", "PROXIES", "BASE_URL", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"):
        assert f"  - {name}: " in said
    assert "s3cret" not in said


@pytest.mark.parametrize("raw", ["٣", "1.5", "0x1", "1e3"])
def test_numbers_are_plain_digits(raw: str) -> None:
    env = Env({"PORT": raw})
    assert env.number("PORT", 8000) == 8000
    assert env.faults


def test_a_database_address_is_taken_apart() -> None:
    read = Env(
        {"DB": "postgresql://us%40er:p%2Fw@db.example:6432/con?sslmode=require&host=/run/pg"}
    ).database("DB")
    assert read == {
        "NAME": "con",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "/run/pg",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize(
    "raw",
    ["postgresql://host/db", "postgresql://user@host/", "postgresql://u@h:port/db", "postgresql://u@[h/db"],
)
def test_a_database_address_names_user_and_database(raw: str) -> None:
    env = Env({"DB": raw})
    assert env.database("DB") is None
    assert env.faults and env.faults[0].startswith("DB: ")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("console:", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        (
            "file:/var/mail",
            {"EMAIL_BACKEND": f"{mail.DJANGO}.filebased.EmailBackend", "EMAIL_FILE_PATH": "/var/mail"},
        ),
        (
            "smtp+tls://me:p%40ss@mail.example",
            {"EMAIL_HOST": "mail.example", "EMAIL_PORT": 587, "EMAIL_HOST_PASSWORD": "p@ss",
             "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
        ),
        ("smtps://mail.example", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False}),
        (
            "mailgun://key@?sender_domain=mg.example",
            {"EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend",
             "ANYMAIL": {"MAILGUN_API_KEY": "key", "REQUESTS_TIMEOUT": 10,
                         "MAILGUN_SENDER_DOMAIN": "mg.example"}},
        ),
    ],
)  # fmt: skip
def test_mail_addresses(raw: str, expected: dict[str, object]) -> None:
    env = Env({"EMAIL_URL": raw})
    read = mail.settings(env, "console:")
    assert not env.faults
    assert {name: read[name] for name in expected} == expected
