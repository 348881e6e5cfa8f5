"""Scripts: small, safe under the content security policy, and each promised hook is there."""

import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_module_is_small_and_harmless(path):
    text = path.read_text()
    assert len(text.splitlines()) < 100
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text
    )
    assert "import " not in text, "modules stand alone: hashed names cannot be imported"
    assert text.startswith("//"), "the first lines say what it does and its hooks"


def test_every_hook_a_template_uses_is_known_to_a_script():
    known = "".join(path.read_text() for path in SCRIPTS)
    root = Path(__file__).resolve().parents[2] / "templates"
    hooks = {
        "data-menu",
        "data-dialog-open",
        "data-dialog-close",
        "data-dialog-auto",
        "data-confirm",
        "data-toast",
        "data-toasts",
        "data-sortable",
        "data-sort",
        "data-copy",
        "data-leave",
        "data-autosave",
        "data-saved",
        "data-grid",
        "data-cell",
        "data-grid-told",
        "data-chart",
        "data-theme-switch",
        "data-shortcut",
        "data-error-summary",
    }
    used = {hook for path in root.rglob("*.html") for hook in re.findall(r"\sdata-[\w-]+", path.read_text())}
    for hook in hooks:
        assert hook in known or re.sub(r"-(\w)", lambda m: m[1].upper(), hook[5:]) in known, hook
        assert f" {hook}" in used, f"{hook} is not shown in any template"
