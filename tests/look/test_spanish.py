"""Spanish says all that English says: nothing untranslated, doubtful, missing a value, or not compiled."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT / "locale" / "es" / "LC_MESSAGES"
PACKAGES = ("activities", "agenda", "backbone", "communications", "config", "initiatives", "measurement")
MARKS = {f"{name}{lazy}" for name in ("gettext", "ngettext", "pgettext") for lazy in ("", "_lazy")} | {"_"}
STRING = r"""(u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'))"""
IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\({STRING}(?:, ?{STRING})?")
VALUE = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")

Message = tuple[str | None, str]  # the context if any, the singular


def in_python(text: str) -> Iterator[Message]:
    """What a Python module asks to have translated, under whatever name it calls the asking."""
    tree = ast.parse(text)
    called = {
        name.asname: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = str(getattr(node.func, "id", None) or getattr(node.func, "attr", ""))
        name = called.get(name, name)
        said = [str(part.value) for part in node.args if isinstance(part, ast.Constant)]
        if name in MARKS and said:
            yield (said[0], said[1]) if name.startswith("pgettext") else (None, said[0])


def in_template(text: str) -> Iterator[Message]:
    """What a template asks to have translated."""
    for found in IN_TEMPLATE.finditer(templatize(text)):
        words = [ast.literal_eval(part) for part in found.groups()[1:] if part]
        yield (words[0], words[1]) if found.group(1) == "pgettext" else (None, words[0])


def asked() -> dict[Message, str]:
    """Every message of the code and its templates, and a file that has it."""
    found: dict[Message, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            found |= dict.fromkeys(in_python(path.read_text()), str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            found |= dict.fromkeys(in_template(path.read_text()), str(path.relative_to(ROOT)))
    return found


def entries(text: str) -> Iterator[tuple[set[str], dict[str, str]]]:
    """The entries of a .po file: their flags, and their texts by keyword."""
    for block in re.split(r"\n{2,}", text.strip()):
        flags = {flag.strip() for line in re.findall(r"^#,(.*)$", block, re.M) for flag in line.split(",")}
        texts = {
            found.group(1): "".join(ast.literal_eval(part) for part in found.group(2).split("\n") if part)
            for found in re.finditer(r'^(msg\w+(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.M)
        }
        if texts.get("msgid"):
            yield flags, texts


@pytest.fixture(scope="module")
def written() -> list[tuple[set[str], dict[str, str]]]:
    return list(entries((MESSAGES / "django.po").read_text()))


@pytest.fixture(scope="module")
def compiled() -> dict[str | tuple[str, int], str]:
    with (MESSAGES / "django.mo").open("rb") as file:
        return GNUTranslations(file)._catalog  # type: ignore[attr-defined,no-any-return]


def key(context: str | None, text: str) -> str:
    return text if context is None else f"{context}\x04{text}"


def test_readers_find_what_is_marked():
    """The two readers below would pass everything if they found nothing."""
    code = (
        "from django.utils.translation import gettext as say\n"
        'a = _("One" " thing"), ngettext("%d row", "%d rows", n), pgettext("sky", "Sun"), say("Hello")'
    )
    said = [(None, "One thing"), (None, "%d row"), ("sky", "Sun"), (None, "Hello")]
    assert list(in_python(code)) == said
    page = (
        '{% load i18n %}{% translate "It\'s here" %}{% translate "May" context "month" %}{{ _("Said") }}'
        "{% blocktranslate count n=n %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    )
    assert set(in_template(page)) == {
        (None, "It's here"),
        ("month", "May"),
        (None, "Said"),
        (None, "%(n)s row"),
    }
    assert len(asked()) > 1000


def test_everything_asked_for_is_said_in_spanish(compiled):
    """Fails when a text is new or has changed: `make messages`, translate, `make messages`."""
    missing = {
        text: path
        for (context, text), path in asked().items()
        if key(context, text) not in compiled and (key(context, text), 0) not in compiled
    }
    assert not missing


def test_nothing_is_left_open_or_in_doubt(written):
    assert len(written) > 1000
    assert not [texts["msgid"] for flags, texts in written if "fuzzy" in flags]
    assert not [texts["msgid"] for _, texts in written if not all(texts.values())]


def test_translations_hold_the_same_values(written):
    """A value that is lost is a hole in the sentence; one that is misnamed breaks the page."""
    wrong = [
        said
        for _, texts in written
        for name, said in texts.items()
        if name.startswith("msgstr")
        and sorted(VALUE.findall(said))
        != sorted(VALUE.findall(texts["msgid_plural" if name == "msgstr[1]" else "msgid"]))
    ]
    assert not wrong


def test_compiled_file_is_that_of_the_written_one(written, compiled):
    """Concert reads the compiled file only: what is not compiled is not said."""
    expected: dict[str | tuple[str, int], str] = {}
    for _, texts in written:
        name = key(texts.get("msgctxt"), texts["msgid"])
        if "msgid_plural" in texts:
            expected |= {(name, number): texts[f"msgstr[{number}]"] for number in (0, 1)}
        else:
            expected[name] = texts["msgstr"]
    assert {name: said for name, said in compiled.items() if name} == expected
