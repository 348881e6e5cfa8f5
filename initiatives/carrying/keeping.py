"""Who keeps files on disk: each keeper registers how its files are opened, and how one that arrives is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class Keeper:
    """Keeps files under random names.

    `open` gives back a stored one, or raises FileNotFoundError. `take_in` stores one that has arrived (file, the name
    it was given, its size) after looking at its content, and returns its name here; it raises ValueError for one that
    would not be taken from a person either. None is larger than `largest` bytes. `forget` removes stored ones.
    """

    name: str
    largest: int
    open: Callable[[str], IO[bytes]]
    take_in: Callable[[IO[bytes], str, int], str]
    forget: Callable[[list[str]], None]


KEEPERS: dict[str, Keeper] = {}


def keep(keeper: Keeper) -> Keeper:
    """Make a keeper known. Raises ValueError when another has its name."""
    if KEEPERS.setdefault(keeper.name, keeper) != keeper:
        raise ValueError(f"two keepers are called {keeper.name}")
    return keeper
