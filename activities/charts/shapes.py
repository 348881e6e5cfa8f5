"""What the drawings have in common: numbers and names as they are written in them."""


def coordinate(value: float) -> str:
    """Return a number as a drawing wants it."""
    return f"{value:.1f}"


def cut(name: str, most: int) -> str:
    """Return a name in so many letters at most, with an ellipsis where it was cut."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "\u2026"


def point(x: float, y: float) -> str:
    """Return a point of a path."""
    return f"{coordinate(x)} {coordinate(y)}"
