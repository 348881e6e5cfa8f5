"""Runs a command with production's settings and no services (`python -m config.production COMMAND ...`).

For what must be looked at as production sees it: checks, migrations, static files. The values are sound in
form and lead nowhere.
"""

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


def main(words: list[str]) -> int:
    """Run the command and return its exit code."""
    no_database = ["-W", "ignore:Got an error checking a consistent:RuntimeWarning"]
    command = [sys.executable, *no_database, "manage.py", *words]
    return subprocess.run(command, cwd=BASE_DIR, env={**os.environ, **PRODUCTION}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
