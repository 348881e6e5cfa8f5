"""What the names of a file stand for: partners, places and indicators known, to be made, or left out.

A person's choice comes first, then what is known, then what is likely; whatever merely looks alike is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from initiatives.kernel.access import Actor
from initiatives.kernel.codes import is_code
from initiatives.queries import partners, places, sectors
from measurement.imports.mapping import Layout, kind_for
from measurement.imports.names import (
    LONG,
    LONGEST_INDICATOR,
    Known,
    Matched,
    Register,
    code_for,
    evened,
    is_note,
    is_total,
    without_footnote,
    without_sign,
)
from measurement.imports.unfolding import Figure
from measurement.kinds import KINDS
from measurement.queries.catalogue import Sheet, catalogue

# SAME: another name of the file, under which the figures go; `code` is then that name's key.
KNOWN, MAKE, LEAVE, ASK, SAME = "known", "make", "leave", "ask", "same"


@dataclass
class Name:
    """One distinct name of the file, and what it stands for. `key` is what choices are kept under.

    `called`: what it is called once it is made.
    """

    key: str
    text: str
    name: str = ""
    rows: int = 0
    place: str = ""
    sector: str = ""
    parts: set[str] = field(default_factory=set)
    sheets: set[int] = field(default_factory=set)
    state: str = ""
    code: str = ""
    called: str = ""
    kind: str = ""
    dropped: bool = False
    looks: str = ""
    alike: list[str] = field(default_factory=list)


@dataclass
class Found:
    """The distinct names of a file, by key."""

    partners: dict[str, Name] = field(default_factory=dict)
    indicators: dict[str, Name] = field(default_factory=dict)
    places: dict[str, Name] = field(default_factory=dict)

    def take(self, figure: Figure) -> None:
        """Note the names of one figure."""
        partner = _note(self.partners, figure.partner, figure.sheet)
        if partner is not None:
            partner.name = partner.name or figure.partner_name
            partner.place = partner.place or figure.place
            partner.sector = partner.sector or figure.sector
        if not figure.mapped:
            indicator = _note(self.indicators, figure.indicator, figure.sheet)
            if indicator is not None:
                indicator.parts |= {part for part, cell in figure.parts.items() if cell is not None}
        _note(self.places, figure.place, figure.sheet)


def _note(names: dict[str, Name], text: str, sheet: int) -> Name | None:
    key = evened(text)
    if not key:
        return None
    name = names.setdefault(key, Name(key, text))
    name.rows += 1
    name.sheets.add(sheet)
    return name


def _looks(text: str, longest: int = LONG) -> str:
    """Return what a name is probably not: a sum of other rows ("total") or a remark ("note")."""
    return "total" if is_total(text) else "note" if is_note(text, longest) else ""


class Resolver:
    """Resolves names under the choices of a person; made for one check of one file."""

    def __init__(self, actor: Actor, layout: Layout, choices: Mapping[str, Any]) -> None:
        self.layout, self.choices = layout, choices
        self.sheets: dict[str, Sheet] = catalogue()
        rows = list(partners(actor).values_list("code", "name", "id"))
        self.partner_ids = {code: pk for code, _name, pk in rows}
        self.partners = Register(Known(code, name) for code, name, _pk in rows)
        self.places = Register(Known(*row) for row in places(actor).values_list("code", "name"))
        self.indicators = Register(Known(code, sheet.indicator.name) for code, sheet in self.sheets.items())
        self.sectors = Register(Known(sector.code, sector.name) for sector in sectors())
        self.new = {item.code: item for item in layout.new}

    def resolve(self, found: Found) -> None:
        """Say of every name what it stands for."""
        for name in found.indicators.values():
            self._indicator(name)
        self._partners(found.partners)
        for name in self.wanted_places(found):
            self._place(name)
        self._give_codes(found.partners, self.partners.codes)
        self._give_codes(found.indicators, self.indicators.codes | set(self.new))
        self._give_codes(found.places, self.places.codes)

    def _chosen(self, group: str, name: Name, register: Register) -> bool:
        choice = str(self.choices.get(group, {}).get(name.key, ""))
        verb, _colon, code = choice.partition(":")
        if verb == "is" and code in register.codes:
            name.state, name.code = KNOWN, code
        elif verb == LEAVE:
            # Left out by choice, not held to what the rows add up to.
            name.state, name.code = LEAVE, LEAVE
        elif verb == MAKE:
            name.state, name.kind = MAKE, code if code in KINDS else name.kind
        return bool(name.state)

    def _known(self, name: Name, match: Matched) -> bool:
        name.alike = match.alike
        if match.code:
            name.state, name.code, name.dropped = KNOWN, match.code, match.dropped
        return bool(match.code)

    def _indicator(self, name: Name) -> None:
        name.kind = kind_for(name.parts)
        exact = self.indicators.find(name.text)
        name.alike = exact.alike
        name.looks = _looks(name.text, LONGEST_INDICATOR)
        if self._chosen("indicator", name, self.indicators) or self._known(name, exact):
            return
        name.state = LEAVE if name.looks else ASK if name.alike else MAKE

    def _partners(self, names: Mapping[str, Name]) -> None:
        for name in names.values():
            match = self.partners.find(name.text, name.name)
            name.looks = _looks(name.text)
            name.alike = match.alike
            if self._chosen("partner", name, self.partners) or self._known(name, match):
                continue
            if name.looks:
                name.state = LEAVE
            elif name.alike:
                name.state = ASK
        default = LEAVE if self.choices.get("other_partners") == LEAVE else MAKE
        for name in names.values():
            if not name.state:
                self._same_but_for_a_mark(name, names)
                name.state = name.state or default

    def _same_but_for_a_mark(self, name: Name, names: Mapping[str, Name]) -> None:
        """A code with a footnote mark is the code without it, where the file has that one too, on other sheets."""
        bare = evened(without_footnote(name.text))
        other = names.get(bare)
        if other is None or bare == name.key or other.state in (LEAVE, ASK, SAME):
            return
        if not other.sheets & name.sheets:
            name.state, name.code, name.dropped = SAME, bare, True

    def wanted_places(self, found: Found) -> list[Name]:
        """Return the places that the new partners of the file lie in, as its column or its codes name them."""
        policy = self.choices.get("place_from", "column")
        wanted: dict[str, Name] = {}
        for partner in found.partners.values():
            if partner.state != MAKE:
                continue
            if policy == "prefix":
                partner.place = partner.text.split("-")[0].strip()
            elif policy != "column":
                partner.place = ""
            key = evened(partner.place)
            if key:
                name = wanted.setdefault(key, Name(key, partner.place))
                name.rows += 1
        found.places = wanted
        return list(wanted.values())

    def _place(self, name: Name) -> None:
        match = self.places.find(name.text)
        name.alike = match.alike
        if self._chosen("place", name, self.places) or self._known(name, match):
            return
        name.state = ASK if name.alike else MAKE

    def _give_codes(self, names: Mapping[str, Name], codes: set[str]) -> None:
        """Give what is to be made its code and name, without the sign of a footnote unless that tells two apart."""
        taken = {code.lower() for code in codes}
        for name in names.values():
            if name.state != MAKE:
                continue
            bare = without_sign(name.text)
            text = name.text if bare != name.text and evened(bare) in names else bare
            name.called = without_sign(name.name) if name.name else text
            fits = is_code(text) and text.lower() not in taken
            name.code = text if fits else code_for(text, taken)
            taken.add(name.code.lower())

    def partner_of(self, names: Mapping[str, Name], text: str) -> Name | None:
        """Return the resolved partner that a text of the file means."""
        name = names.get(evened(text))
        if name is not None and name.state == SAME:
            return names[name.code]
        return name

    def sector_of(self, name: Name) -> str:
        """Return the sector code of a partner to be made."""
        return self.sectors.find(name.sector).code or str(self.choices.get("sector") or "nonprofit")

    def place_of(self, name: Name, names: Mapping[str, Name]) -> str:
        """Return the place code of a partner to be made; empty for none."""
        if self.choices.get("place_from") == "one":
            code = str(self.choices.get("place_one") or "")
            return code if code in self.places.codes else ""
        place = names.get(evened(name.place))
        return place.code if place is not None and place.state in (KNOWN, MAKE) else ""
