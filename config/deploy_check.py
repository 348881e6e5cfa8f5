"""`manage.py check --deploy` as a production installation would run it (`python -m config.deploy_check`)."""

import os
import secrets
import subprocess
import sys

from config.services import BASE_DIR

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgresql://concert_app:unused@localhost/concert",
    "DATABASE_ADMIN_URL": "postgresql://concert_owner:unused@localhost/concert",
    "REDIS_URL": "redis://localhost/0",
    "EMAIL_URL": "smtp+tls://user:unused@localhost",
    "ALLOWED_HOSTS": "concert.example.org",
    "BASE_URL": "https://concert.example.org",
}


def main() -> int:
    """Run Django's deployment check under production settings; the exit code is its own."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=BASE_DIR, env={**os.environ, **PRODUCTION}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
