"""The demo: three initiatives filled across all five conditions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Loaded:
    """What somebody needs to look around: who can sign in, with which password, and ana's fresh token."""

    users: list[str]
    password: str
    token: str


def load(*, reset: bool) -> Loaded:
    """Fill an empty database with the demo, or leave a filled one as it is, and mint a new token for ana.

    `reset` says that the database was emptied just now.
    """
    return Loaded(users=[], password="", token="")
