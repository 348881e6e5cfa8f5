"""Templates: they compile, keep to the content security policy, and all of allauth wears our look."""

import re
from pathlib import Path
from types import SimpleNamespace

import allauth
import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

ROOT = Path(__file__).resolve().parents[2] / "templates"
OURS = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
THEIRS = Path(allauth.__file__).parent / "templates"
ENABLED = ("account", "mfa", "usersessions", "socialaccount")
PAGES = sorted(
    name
    for name in (str(path.relative_to(THEIRS)) for path in THEIRS.rglob("*.html"))
    if name.startswith(ENABLED) and "/snippets/" not in name and "/messages/" not in name
)


# Pages of ways in that are switched off here: each hangs on an address that does not exist.
OFF = {
    "account/confirm_password_reset_code.html": "account_confirm_password_reset_code",
    "account/confirm_phone_verification_code.html": "account_verify_phone",
    "account/phone_change.html": "account_change_phone",
    "mfa/trust.html": "mfa_trust",
    "mfa/webauthn/signup_form.html": "mfa_signup_webauthn",
}


def request_of(user=None):
    request = RequestFactory().get("/accounts/")
    request.user = user or AnonymousUser()
    request.session = {}
    return request


@pytest.mark.parametrize("name", OURS)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", OURS)
def test_template_keeps_to_the_content_security_policy(name):
    text = (ROOT / name).read_text()
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text)
    assert not re.search(r"javascript:", text)
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes, attributes


def test_no_template_names_another_host():
    for name in OURS:
        hosts = re.findall(r"(?:src|href|action)=[\"']?https?://", (ROOT / name).read_text())
        assert hosts == [], name


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in PAGES if name not in OFF])
def test_every_page_of_allauth_wears_our_look(name):
    user = SimpleNamespace(is_authenticated=True, name="Ana Moreno", email="ana@riverbend.example", pk=1)
    context = {"user": user, "provider": "Example", "authenticator": SimpleNamespace(pk=1)}
    html = render_to_string(name, context, request_of(user))
    assert "css/tokens.css" in html
    assert 'class="brand"' in html
    assert " style=" not in html
    assert "<title>" in html


@pytest.mark.parametrize("address", OFF.values())
def test_pages_left_out_are_switched_off(address):
    with pytest.raises(NoReverseMatch):
        reverse(address)


@pytest.mark.django_db
def test_sign_in_offers_one_click_each_in_the_demo_only(settings):
    settings.ROOT_URLCONF = "tests.look.demo_urls"
    people = [{"email": "ana@riverbend.example", "name": "Ana Moreno", "note": "Backbone lead, Riverbend"}]
    html = render_to_string("account/login.html", {"demo_users": people}, request_of())
    assert html.count('name="email" value="ana@riverbend.example"') == 1
    assert "Backbone lead, Riverbend" in html
    assert "Demo:" not in render_to_string("account/login.html", {}, request_of())


def test_a_component_keeps_what_its_page_knows_to_itself():
    html = render_to_string(
        "styleguide/words.html", {"states": [], "plain": True, "icon": "bell", "title": "Leak"}
    )
    assert "Leak" not in html


def declared(component):
    """The names a component declares in its <c-vars>."""
    path = ROOT / "cotton" / f"{component.replace('-', '_').replace('.', '/')}.html"
    found = re.search(r"<c-vars (.*?)/>", path.read_text(), re.S)
    return set(re.findall(r":?([\w-]+)=\"", found[1])) if found else set()


@pytest.mark.parametrize("name", OURS)
def test_a_value_bound_to_a_component_is_one_it_declares(name):
    # What a component does not declare it passes on as an attribute, and bound values unescaped.
    for component, attributes in re.findall(r"<c-([\w.-]+)((?:\s+[^<>]*?)?)/?>", (ROOT / name).read_text()):
        if component in ("vars", "slot"):
            continue
        bound = set(re.findall(r"\s:([\w-]+)=", attributes))
        assert bound <= declared(component), f"<c-{component}> in {name}"
