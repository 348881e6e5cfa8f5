"""Makers of what tests need: plain keyword functions that go through the real doors where a rule matters."""

from tests.factories.core import initiative, member, partner, place, token, user

__all__ = ["initiative", "member", "partner", "place", "token", "user"]
