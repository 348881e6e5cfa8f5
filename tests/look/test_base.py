"""base.html in the three situations of a reader, errors without any context, forms with the error pattern."""

import re
from pathlib import Path
from types import SimpleNamespace

import brotli
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from initiatives.styleguide import SampleForm, sample_initiative

ROOT = Path(__file__).resolve().parents[2]
WEIGHT = 45_000


@pytest.fixture
def request_():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_inside_an_initiative_the_rail_shows_the_conditions_in_order(request_):
    html = render_to_string("base.html", sample_initiative(), request_)
    rail = html[html.index('class="rail"') : html.index("</nav>")]
    assert re.findall(r'data-condition="(\w+)"', rail) == [
        "agenda",
        "measurement",
        "activities",
        "communication",
        "backbone",
    ]
    assert "Riverbend Cradle to Career" in rail
    assert rail.count('aria-current="page"') == 1
    assert "Harbor Works" in rail


def test_signed_in_without_an_initiative_there_is_an_account_and_no_rail(request_):
    request_.user = SimpleNamespace(is_authenticated=True, name="", email="zoe@harbor.example", pk=1)
    html = render_to_string("base.html", {"user": request_.user}, request_)
    assert 'class="rail"' not in html
    assert "zoe@harbor.example" in html
    assert "hx-headers" in html


def test_signed_out_there_is_the_sign_in_and_no_token(request_):
    html = render_to_string("base.html", {}, request_)
    assert "/accounts/login/" in html
    assert "hx-headers" not in html


def test_the_error_of_last_resort_needs_no_context():
    html = get_template("500.html").render()
    assert "Something went wrong" in html
    assert "csrfmiddlewaretoken" not in html


@pytest.mark.parametrize("name", ["400", "403", "404", "429", "500", "403_csrf", "errors/error"])
def test_errors_have_one_title_and_a_way_on(name, request_):
    html = render_to_string(f"{name}.html", {"message": "Closed since Friday."}, request_)
    assert html.count("<h1") == 1
    assert ("Closed since Friday." in html) == (name != "404")


def test_a_404_says_the_same_whatever_the_reason(request_):
    pages = [
        render_to_string("404.html", {"message": reason}, request_) for reason in ("absent", "not yours")
    ]
    tokens = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert tokens.sub("", pages[0]) == tokens.sub("", pages[1])


def test_the_page_is_light(request_):
    html = render_to_string("base.html", sample_initiative(), request_)
    names = [*re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', html)]
    assert len(names) > 10
    names += ["js/autosave.js", "js/grid.js"]  # the heaviest page without a chart is the hand-in
    parts = [Path(finders.find(name)).read_bytes() for name in names] + [html.encode()]
    weight = sum(len(brotli.compress(part, quality=9)) for part in parts)
    assert weight <= WEIGHT


def test_a_wrong_field_says_so_at_the_field_and_in_the_summary():
    form = SampleForm(data={"name": "", "visibility": "partners"})
    html = str(form)
    assert 'role="alert"' in html and 'href="#id_name"' in html
    field = html[html.index('<label for="id_name"') :]
    field = field[: field.index("</div>\n", field.index("<input"))]
    assert 'id="id_name_error"' in field
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field).group(1).split()
    assert described == ["id_name_helptext", "id_name_error"]
    for name in described:
        assert f'id="{name}"' in html


def test_optional_fields_are_marked_and_required_ones_are_not():
    html = str(SampleForm())
    assert re.search(r'<label for="id_email">[^<]*<span class="optional">', html)
    assert not re.search(r'<label for="id_name">[^<]*<span', html)


def test_the_summary_leads_to_groups_of_choices():
    class Choosing(forms.Form):
        visibility = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)

    html = str(Choosing(data={}))
    assert 'href="#id_visibility"' in html
    assert '<div class="checks " id="id_visibility"' in html


def test_what_was_typed_is_escaped_and_kept():
    html = str(SampleForm(data={"name": '"><script>alert(1)</script>', "due": "31 June"}))
    assert "<script>" not in html
    assert "31 June" in html


def test_a_form_component_leaves_the_summary_to_its_page_unless_asked():
    wrong = SampleForm(data={})
    html = render_to_string("styleguide/fields.html", {"form": wrong, "wrong_form": SampleForm()})
    assert "error-summary" not in html
    html = render_to_string("styleguide/fields.html", {"form": SampleForm(), "wrong_form": wrong})
    assert html.count('class="error-summary"') == 1
