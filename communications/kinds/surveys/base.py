"""What every kind of survey says: its statements under their headings, its open question, whom it may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from communications.words.surveys import Audience


@dataclass(frozen=True)
class Theme:
    """What some statements are about. Its code is the same from round to round."""

    code: str
    name: Any


@dataclass(frozen=True)
class Statement:
    """One statement that people rate from 1 to 5. More is better. Its code is the same from round to round."""

    code: str
    text: Any
    theme: Theme


class SurveyType:
    """A kind of survey. Subclasses give its words; the first audience is the usual one."""

    name: ClassVar[str]
    title: ClassVar[Any]
    purpose: ClassVar[Any]
    question: ClassVar[Any]
    minutes: ClassVar[int]
    audiences: ClassVar[tuple[Audience, ...]]
    statements: ClassVar[tuple[Statement, ...]]

    @property
    def themes(self) -> list[Theme]:
        """The themes in their order."""
        return list(dict.fromkeys(row.theme for row in self.statements))

    def under(self, theme: Theme) -> list[Statement]:
        """Return the statements of a theme."""
        return [row for row in self.statements if row.theme == theme]


def themed(*themes: tuple[Theme, Sequence[tuple[str, Any]]]) -> tuple[Statement, ...]:
    """Return the statements, each (code, text), of some themes."""
    return tuple(Statement(code, text, theme) for theme, rows in themes for code, text in rows)
