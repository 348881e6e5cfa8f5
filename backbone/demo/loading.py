"""Loading the demo: whole or not at all, and once."""

from dataclasses import dataclass

from django.db import transaction

from backbone.demo import cast, harbor, mesa, riverbend
from backbone.demo.cast import Accounts
from initiatives.kernel import clock


@dataclass(frozen=True)
class Loaded:
    """What somebody needs to look around: who can sign in, with which password, and ana's fresh token."""

    users: list[str]
    password: str
    token: str


def load(*, reset: bool) -> Loaded:
    """Fill an empty database with the demo, or leave a filled one as it is, and mint a new token for ana.

    `reset` says that the database was emptied just now. All three initiatives are loaded, with their roll-ups and
    publications, or none is. Raises RuntimeError when a job of theirs fails.
    """
    password = cast.password(fresh=reset)
    if not cast.is_loaded():
        accounts = Accounts(password)
        with transaction.atomic():
            for initiative in (riverbend, harbor, mesa):
                initiative.tell(accounts, clock.now())
    cast.let_in(password)
    return Loaded(users=list(cast.SIGN_INS), password=password, token=cast.fresh_token())
