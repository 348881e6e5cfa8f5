"""Whether a file tells of single people: their names, days of birth, numbers, addresses.

Concert holds counts. A column that looks like people is known by its heading, in English and Spanish, or by the shape
of its values. Headings alone are not believed: under "E-mail" there may stand how many asked by e-mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from measurement.imports.grids import Cell, Row
from measurement.imports.headings import LOOKED_AT, letter, written
from measurement.imports.names import evened

LOOKED_THROUGH = 2_000
NAME, BIRTH, NUMBER, NATIONAL = "name", "birth", "number", "national"
EMAIL, PHONE, HOME = "email", "phone", "home"
KINDS = (NAME, BIRTH, NUMBER, NATIONAL, EMAIL, PHONE, HOME)
# What a list of the people to ask at each partner may hold.
OF_CONTACTS = frozenset({NAME, EMAIL, PHONE})


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WHO = (
    r"(?:pupil|student|child|client|patient|participant|learner|beneficiary|resident|guest|parent|guardian|youth|"
    r"person|household|case|contact|applicant|tenant|caller|employee|staff|"
    r"alumn[oa]|estudiante|nin[oa]|cliente|paciente|participante|beneficiari[oa]|persona|usuari[oa]|hogar|contacto)"
)
_OF = r"(?:\s+(?:del|de la|de|of the|of))?\s+"
_HEADINGS: dict[str, re.Pattern[str]] = {
    BIRTH: re.compile(
        r"d\.?o\.?b\.?|.*\b(?:date of birth|birth ?date|birth ?day|born on|(?:fecha de )?nacimiento)\b.*"
    ),
    NATIONAL: re.compile(
        r"ssn|.*\b(?:social security|national insurance|nino|nhs (?:number|no)|passport|medicaid (?:id|number)|"
        r"driving licence|driver'?s licen[cs]e|national id|dni|nie|nif|curp|cedula|pasaporte|seguridad social)\b.*"
    ),
    NAME: re.compile(
        rf"(?:first|last|given|family|middle|full|fore)[ -]?names?|surnames?|{_WHO}'?s?\s+(?:full\s+)?names?|"
        rf"names? of(?: the)? {_WHO}s?|name and surname|(?:primer |segundo )?apellidos?|nombres?(?: completo| de pila)|"
        rf"nombres? y apellidos?|apellidos? y nombres?|nombre{_OF}{_WHO}"
    ),
    NUMBER: re.compile(
        rf"upn|uln|matricula|(?:numero de )?expediente|{_WHO}'?s?\s+(?:id|no\.?|nr\.?|number|code|ref(?:erence)?|"
        rf"identifier)|(?:id|numero|n\.?º|codigo){_OF}{_WHO}|(?:unique|local) {_WHO} (?:id|number|identifier)"
    ),
    EMAIL: re.compile(r"(?:contact |work |home )?(?:e-?mail|mail)(?: address)?|correo(?: electronico)?"),
    PHONE: re.compile(
        r"(?:contact |work |home |mobile |cell )?(?:tele)?phone(?: (?:number|no\.?))?|mobile|cell|tel\.?|"
        r"(?:numero de )?telefono|movil|celular"
    ),
    HOME: re.compile(
        r"(?:home|street|postal|residential) address|(?:domicilio|direccion)(?: particular| postal)?"
    ),
}
_LETTER = re.compile(r"[^\W\d_]")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"\+?\(?\d{1,4}\)?(?:[\s.\-/]\(?\d{2,5}\)?){2,5}|\+\d{9,14}")
_IDENTITIES = re.compile(
    r"\d{3}-\d{2}-\d{4}|\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-Z]|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d|"
    r"[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[A-Z]\d{11}[\dA-Z]"
)
_SURNAME_FIRST = re.compile(
    r"[^\W\d_]['’\-\w]+(?: [^\W\d_]['’\-\w]+)?, ?[^\W\d_]['’\-\w]+(?: [^\W\d_][\w.]*)?"
)
_DAY = re.compile(r"(?:19|20)\d{2}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2}")
_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d{2})")
_FIRST_NAMES = _set_of(
    """
    aaron abigail adam aisha alan alejandra alejandro alex alexander alice alicia amanda amelia amir amy ana andrea
    andrew angela anita anna anthony antonio ashley barbara beatriz ben benjamin brandon brian carla carlos carmen
    carol caroline catherine charles charlotte chloe christian christine christopher clara cristina daniel daniela
    david deborah denise diana diego donna dorothy edward elena eleanor elizabeth ella emily emma eric esther ethan
    eva fatima felipe fernando francisca francisco frank gabriel gabriela george gloria grace guadalupe hannah harry
    hassan heather helen henry ian ibrahim inez irene isaac isabel isabella jack jacob james jane jasmine javier
    jennifer jessica jesus joan john jonathan jorge jose joseph joshua juan juana julia julian julie karen karla kate
    katherine kevin khalid kim kimberly laura lauren leah leo leticia liam linda lisa lola lopez louis lucas lucia
    lucy luis luz manuel marco margaret maria mariam mariana marie mario mark marta martha martin mary mateo matthew
    megan melissa mia michael michelle miguel mohamed mohammed monica nancy natalia nathan nicholas nicole noah nora
    olga oliver olivia omar oscar pablo pamela patricia patrick paul paula pedro peter rachel rafael ramon raquel raul
    rebecca ricardo richard robert roberto rosa ruben ruth ryan samantha samuel sandra santiago sara sarah sebastian
    sergio sharon silvia sofia sophia stephanie stephen steven susan susana teresa thomas tyler valentina vanessa
    veronica victor victoria vincent virginia walter william yasmin yolanda zoe
    """
)
_BODIES = _set_of(
    """
    school academy centre center clinic college county district council hospital trust foundation association church
    university library house street hub partnership services service health city borough high elementary primary
    program programme project network community team group escuela centro hospital fundacion asociacion colegio
    ayuntamiento instituto parroquia municipio
    """
)


@dataclass(frozen=True)
class Suspect:
    """A column that looks like people: sheet and column counted from 0, the heading where that gave it away."""

    sheet: int
    column: int
    heading: str
    kind: str

    def as_json(self) -> dict[str, object]:
        """Return what may be kept of it: where it stands and what it looks like, nothing of its values."""
        return {
            "sheet": self.sheet + 1,
            "column": letter(self.column),
            "heading": self.heading[:60],
            "kind": self.kind,
        }


def people_in(sheets: Iterable[tuple[int, Iterable[Row]]]) -> list[Suspect]:
    """Return the columns of the sheets (number and rows) that look like people."""
    return [suspect for number, rows in sheets for suspect in _of_sheet(number, islice(rows, LOOKED_THROUGH))]


def _of_sheet(sheet: int, rows: Iterable[Row]) -> list[Suspect]:
    kept = list(rows)
    found = []
    for column in range(max((len(row) for row in kept), default=0)):
        cells = [row[column] if column < len(row) else None for row in kept]
        suspect = _by_heading(sheet, column, cells) or _by_shape(sheet, column, cells)
        if suspect is not None:
            found.append(suspect)
    return found


def _by_heading(sheet: int, column: int, cells: Sequence[Cell]) -> Suspect | None:
    for row, cell in enumerate(cells[:LOOKED_AT]):
        if not isinstance(cell, str) or len(cell) > 60:
            continue
        kind = heading_kind(cell)
        below = [cell for cell in cells[row + 1 :] if cell is not None]
        if kind and below and _bears_out(kind, below):
            return Suspect(sheet, column, cell.strip(), kind)
    return None


def heading_kind(text: str) -> str:
    """Return what of a person a heading names; empty for nothing."""
    bare = evened(text).strip(" .:*#")
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.fullmatch(bare)), "")


def _bears_out(kind: str, cells: Sequence[Cell]) -> bool:
    """Whether the values below a heading may be of people, rather than how many there are."""
    texts = [written(cell) for cell in cells]
    if kind == BIRTH:
        return any(_DAY.match(text) for text in texts)
    if kind in (NUMBER, NATIONAL):
        distinct = len(set(texts))
        return distinct >= max(1, 0.6 * len(texts)) and not all(_is_small(cell) for cell in cells)
    if kind in (EMAIL, PHONE):
        return not all(_is_small(cell) for cell in cells)
    return any(_LETTER.search(text) for text in texts)


def _is_small(cell: Cell) -> bool:
    """Whether the cell may be a count, or a mark in the place of one."""
    return len(written(cell)) <= (4 if isinstance(cell, str) else 5)


def _by_shape(sheet: int, column: int, cells: Sequence[Cell]) -> Suspect | None:
    texts = [written(cell) for cell in cells if cell is not None]
    words = [text for text in texts if _LETTER.search(text)]
    kind = ""
    if _many(words, _MAIL, least=2, share=0.2):
        kind = EMAIL
    elif _many(texts, _IDENTITIES, least=3, share=0.5):
        kind = NATIONAL
    elif _many(texts, _TELEPHONE, least=3, share=0.5):
        kind = PHONE
    elif _are_births(texts):
        kind = BIRTH
    elif _are_names(words):
        kind = NAME
    return Suspect(sheet, column, "", kind) if kind else None


def _many(texts: Sequence[str], pattern: re.Pattern[str], *, least: int, share: float) -> bool:
    found = {text for text in texts if pattern.fullmatch(text) and not _DAY.fullmatch(text)}
    return len(found) >= least and len(found) >= share * len(texts)


def _are_births(texts: Sequence[str]) -> bool:
    """Days in no order over many years, as no calendar of figures has them."""
    days = [day for text in texts if (day := _day(text)) is not None]
    if len(days) < 5 or len(days) < 0.6 * len(texts) or len(set(days)) < 0.7 * len(days):
        return False
    years = {day.year for day in days}
    ordered = all(a <= b for a, b in pairwise(days)) or all(a >= b for a, b in pairwise(days))
    return not ordered and max(years) - min(years) >= 5 and len({day.day for day in days}) >= 4


def _day(text: str) -> date | None:
    found = _NUMERIC_DAY.fullmatch(text)
    try:
        if found:
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            return date(year, second, first) if second <= 12 else date(year, first, second)
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _are_names(words: Sequence[str]) -> bool:
    """Names as "Garcia, Maria", or words that begin with a given name and name no organisation."""
    distinct = set(words)
    if len(distinct) < 4:
        return False
    listed = [text for text in distinct if _SURNAME_FIRST.fullmatch(text)]
    firsts = {evened(text.rpartition(",")[2]).split()[0] for text in listed}
    if len(listed) >= 0.5 * len(distinct) and len(firsts & _FIRST_NAMES) >= 0.3 * len(listed):
        return True
    return sum(_is_name(text) for text in distinct) >= 0.5 * len(distinct)


def _is_name(text: str) -> bool:
    parts = evened(text).replace(".", "").split()
    if not 2 <= len(parts) <= 4 or not all(
        part.replace("-", "").replace("'", "").isalpha() for part in parts
    ):
        return False
    return parts[0] in _FIRST_NAMES and not _BODIES & set(parts) and text[:1].isupper()
