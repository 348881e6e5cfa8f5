"""Starter packs: well-defined indicators for six fields of work, to be agreed and worded anew."""

from measurement.packs import (
    community_development,
    early_childhood,
    education,
    environment,
    health,
    homelessness,
)
from measurement.packs.sheets import Pack, PackIndicator

PACKS: tuple[Pack, ...] = (
    education.PACK,
    homelessness.PACK,
    health.PACK,
    early_childhood.PACK,
    environment.PACK,
    community_development.PACK,
)

__all__ = ["PACKS", "Pack", "PackIndicator"]
