"""How static files are stored in production."""

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    """Brotli at quality 9: a tenth of the time of 11 for a few per cent of size."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=9))


class Storage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies. What a stylesheet of a package misses is no reason to stop."""

    manifest_strict = False

    def create_compressor(self, **kwargs: Any) -> Compressor:
        return QuickCompressor(**kwargs)
