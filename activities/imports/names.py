"""Which names of a list are known, which are new, and which come near another: those are offered, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from measurement.imports.names import Known, Register, code_for, evened

KINDS = ("partner", "strategy", "people", "place")
# What becomes of a name: it is known, is made, is left out, is another name of the file, or must be said.
KNOWN, MAKE, LEAVE, SAME, ASK = "known", "make", "leave", "same", "ask"
FEWEST_LETTERS = 6


@dataclass
class Name:
    """A name as the file writes it: in how many rows, what becomes of it, and what it comes near.

    `code` is that of what it is or is made as; `like` are other names of the file, `alike` codes of known things;
    `proposed` is the choice offered first: where names differ in spaces, capitals and accents alone, that they are one.
    """

    text: str
    rows: int
    state: str = ""
    code: str = ""
    like: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    proposed: str = ""

    @property
    def clean(self) -> str:
        """The name as it is written once it is made: with plain single spaces."""
        return " ".join(self.text.split())


def resolve(
    texts: Iterable[str],
    known: Sequence[Known],
    choices: Mapping[str, str],
    *,
    codes: Mapping[str, str] | None = None,
) -> dict[str, Name]:
    """Return every distinct name by its text, in the order of the file.

    A choice comes first: "is:<code>", "as:<text>", "make" or "leave". Then what is written exactly as something known,
    then what comes near nothing: it is made. Whatever comes near something known, or a name more often written in the
    file, is asked. `codes` are those the file itself gives its names; a known code settles what a name is.
    """
    given = codes or {}
    counts = Counter(text for text in texts if evened(text))
    names = {text: Name(text, rows) for text, rows in counts.items()}
    register = Register(known)
    exact = {item.name: item.code for item in known} | {item.code: item.code for item in known}
    taken = {item.code.lower() for item in known}
    ordered = sorted(names.values(), key=lambda name: (-name.rows, name.text))
    for place, name in enumerate(ordered):
        code = exact.get(given.get(name.text, "")) or exact.get(name.text)
        if _chosen(name, choices.get(name.text, ""), register.codes, names):
            continue
        if code:
            name.state, name.code = KNOWN, code
            continue
        _look_around(name, register, [other.text for other in ordered[:place]])
        name.state = ASK if name.like or name.alike else MAKE
    _follow(names)
    for name in names.values():
        if name.state == MAKE:
            wanted = given.get(name.text, "")
            name.code = wanted if wanted and wanted.lower() not in taken else code_for(name.clean, taken)
            taken.add(name.code.lower())
    return names


def meaning(names: Mapping[str, Name], text: str) -> Name | None:
    """Return the name that a text of the file comes to, None where there is none."""
    name = names.get(text)
    if name is not None and name.state == SAME:
        return names.get(name.code)
    return name


def _chosen(name: Name, choice: str, codes: set[str], names: Mapping[str, Name]) -> bool:
    verb, _colon, rest = choice.partition(":")
    if verb == "is" and rest in codes:
        name.state, name.code = KNOWN, rest
    elif verb == "as" and rest in names and rest != name.text:
        name.state, name.code = SAME, rest
    elif choice in (MAKE, LEAVE):
        name.state = choice
    return bool(name.state)


def _look_around(name: Name, register: Register, others: Sequence[str]) -> None:
    found = register.find(name.text)
    name.alike = [found.code] if found.code else list(found.alike)
    name.alike += [
        item.code for item in register.known if item.code not in name.alike and _extends(name.text, item.name)
    ]
    near = Register(Known(str(number), text) for number, text in enumerate(others)).find(name.text)
    numbers = [int(number) for number in ([near.code] if near.code else near.alike) if number.isdecimal()]
    name.like = [others[number] for number in numbers if number < len(others)]
    name.like += [other for other in others if other not in name.like and _extends(name.text, other)]
    name.like = name.like[:5]
    if found.code and not found.dropped:
        name.proposed = f"is:{found.code}"
    else:
        same = next((other for other in name.like if evened(other) == evened(name.text)), "")
        name.proposed = f"as:{same}" if same else ""


def _extends(one: str, other: str) -> bool:
    """Whether one name is the other with words added (German Agro Action, German Agro Action (aka Welthungerhilfe))."""
    short, long = sorted((evened(one), evened(other)), key=len)
    return len(short) >= FEWEST_LETTERS and " " in short and long.startswith(f"{short} ")


def _follow(names: Mapping[str, Name]) -> None:
    """Let names that are said to be the same lead to one that is not; a circle stands for itself."""
    for name in names.values():
        seen = {name.text}
        while name.state == SAME and names[name.code].state == SAME and name.code not in seen:
            seen.add(name.code)
            name.code = names[name.code].code
        if name.state == SAME and (name.code in seen and names[name.code].state == SAME):
            name.state, name.code = MAKE, ""


def undecided(found: Mapping[str, Mapping[str, Name]]) -> list[tuple[str, Name]]:
    """Return the names that somebody must decide on, by kind."""
    return [(kind, name) for kind, names in found.items() for name in names.values() if name.state == ASK]
