"""What must be kept and read again is kept enciphered, so that a copy of the database opens no door."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "seal", "unseal"]


def _cipher(purpose: str) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [sha256(f"{purpose}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(digest)) for digest in digests])


def seal(text: str, purpose: str) -> str:
    """Return the text enciphered for one purpose: nothing that was sealed for another passes for it."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Return what was sealed, under former secret keys too. Raises InvalidToken when it was not sealed here."""
    return _cipher(purpose).decrypt(sealed.encode()).decode()
