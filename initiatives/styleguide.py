"""The living style guide: every component in all its states, with figures of Riverbend."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import get_default_timezone

from initiatives.templatetags.look import CONDITIONS, STATES, TAGS

TOKENS = [
    "paper",
    "surface",
    "sunken",
    "line",
    "edge",
    "ink",
    "ink-2",
    "ink-3",
    "brand",
    "brand-soft",
    "agenda",
    "measurement",
    "activities",
    "communication",
    "backbone",
    "good",
    "warn",
    "bad",
]
LONG_NAME = "Alliance of Neighbourhood Associations for Children, Families and Schools of Riverbend County"


class FilterForm(forms.Form):
    """Filters as a list has them: all optional, read from the address."""

    sector = forms.ChoiceField(required=False, choices=[("", "All"), ("education", "Education")])
    late = forms.BooleanField(required=False, label="Only the late ones")


class SampleForm(forms.Form):
    """One field of each sort, so that ``{{ form }}`` can be looked at."""

    name = forms.CharField(
        label="Name of the indicator", help_text="Plain words, as you would say it", max_length=120
    )
    email = forms.EmailField(label="Who answers questions", required=False)
    due = forms.DateField(label="Due date", widget=forms.DateInput(attrs={"type": "date"}))
    cadence = forms.ChoiceField(
        label="How often", choices=[("quarterly", "Every quarter"), ("yearly", "Every year")]
    )
    target = forms.DecimalField(
        label="Target", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    visibility = forms.ChoiceField(
        label="Who may see it",
        choices=[("partners", "All partners"), ("public", "Everyone")],
        widget=forms.RadioSelect,
    )
    dimensions = forms.MultipleChoiceField(
        label="Split by",
        required=False,
        choices=[("grade", "Grade"), ("district", "District"), ("lunch", "Lunch programme")],
        widget=forms.CheckboxSelectMultiple,
    )
    headline = forms.BooleanField(label="Show it among the headline indicators", required=False)
    reason = forms.CharField(
        label="Why the change?", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    evidence = forms.FileField(label="Evidence", required=False)


def _moment(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 7, day, hour, minute, tzinfo=get_default_timezone())


def _matrix() -> dict[str, Any]:
    lead = {"letter": "L", "kind": "lead", "label": "leads"}
    joint = {"letter": "C", "kind": "co", "label": "delivers together"}
    host = {"letter": "H", "kind": "other", "label": "hosts"}
    return {
        "columns": ["City Library", "Read With Me", "Eastside"],
        "rows": [
            {
                "label": "Tutoring",
                "sub": "four schools",
                "cells": [{"roles": [host]}, {"roles": [lead]}, {"roles": [joint]}],
            },
            {
                "label": "K to grade 3",
                "cells": [
                    {"text": "1", "kind": "1"},
                    {"text": "4, overlap", "kind": "over"},
                    {"text": "Gap", "kind": "gap"},
                ],
            },
        ],
    }


def _chart() -> dict[str, Any]:
    years = ["2022", "2023", "2024", "2025", "2026"]
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": "Reading at level",
                "x": years,
                "y": [40.0, 41.5, 43.6, 45.0, 46.4],
                "line": {"color": "var(--hue)", "width": 2.5},
            },
            {
                "type": "scatter",
                "mode": "lines",
                "name": "Path to the target",
                "x": years,
                "y": [40.0, 42.5, 45.0, 47.5, 50.0],
                "line": {"color": "var(--ink-2)", "dash": "dash", "width": 1.5},
            },
        ],
        "layout": {
            "xaxis": {"type": "category"},
            "yaxis": {"ticksuffix": " %"},
            "showlegend": True,
            "legend": {"orientation": "h"},
        },
    }


def sample_initiative() -> dict[str, Any]:
    """What base.html expects inside an initiative: actor, navigation, my_initiatives, breadcrumbs."""
    initiative = SimpleNamespace(name="Riverbend Cradle to Career", slug="riverbend")
    five: list[dict[str, Any]] = [
        {"label": known.label, "url": f"#{name}", "icon": known.icon, "condition": name, "current": False}
        for name, known in CONDITIONS.items()
    ]
    five[1] |= {"count": 3, "count_label": "to review"}
    return {
        "actor": SimpleNamespace(initiative=initiative, role="backbone_lead", partner=None),
        "user": SimpleNamespace(is_authenticated=True, name="Ana Moreno", email="ana@riverbend.example"),
        "navigation": [
            {"label": "Home", "url": "#main", "icon": "house", "condition": "", "current": False},
            *five,
            {"label": "People", "url": "#people", "icon": "users", "condition": "", "current": False},
            {"label": "Settings", "url": "#settings", "icon": "settings", "condition": "", "current": True},
        ],
        "my_initiatives": [
            {"name": initiative.name, "slug": "riverbend", "url": "#main", "role": "backbone_lead"},
            {"name": "Harbor Works", "slug": "harbor", "url": "#main", "role": "funder"},
        ],
        "breadcrumbs": [
            {"label": "Riverbend", "url": "#main"},
            {"label": "Settings", "url": "#main"},
            {"label": "Style guide"},
        ],
        "search_url": "#main",
    }


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    wrong = SampleForm(
        data={"name": "", "due": "31 June 2026", "email": "ana at riverbend", "visibility": "partners"}
    )
    wrong.is_valid()
    context = sample_initiative() | {
        "tokens": TOKENS,
        "states": list(STATES),
        "tags": list(TAGS),
        "conditions": list(CONDITIONS),
        "form": SampleForm(
            initial={"name": "Grade 3 reading", "visibility": "partners", "dimensions": ["grade"]},
            auto_id="ok_%s",
        ),
        "wrong_form": wrong,
        "by_hand": SampleForm(auto_id="hand_%s"),
        "filter_form": FilterForm(auto_id="filter_%s"),
        "page": Paginator(list(range(200)), 25).get_page(request.GET.get("page", 3)),
        "reading": [40.0, 41.5, 43.6, {"value": 45.0, "status": "final"}],
        "reading_path": [40.0, 43.3, 46.6, 50.0],
        "gapped": [96, None, 140, 162, None, 171, {"value": 180, "status": "provisional"}],
        "falling": [27.0, 24.0, 21.0, 18.5],
        "matrix": _matrix(),
        "chart": _chart(),
        "names": ["Ana Moreno", "Dora Feld", "Rosa Campos"],
        "long_name": LONG_NAME,
        "tabs": [
            {"label": "Matrix", "url": "#main", "current": True},
            {"label": "List", "url": "#main", "count": 34},
            {"label": "Timeline", "url": "#main"},
        ],
        "views": [
            {"label": "Total", "url": "#main", "current": True},
            {"label": "Group", "url": "#main"},
            {"label": "Place", "url": "#main"},
        ],
        "steps": [
            {"label": "Upload", "done": True},
            {"label": "Map columns", "current": True, "note": "4 of 9 mapped"},
            {"label": "Check"},
            {"label": "Import"},
        ],
        "facts": [
            {"label": "For", "value": "Read With Me"},
            {"label": "Due", "value": "17 July, yours 24 July"},
            {"label": "Questions", "value": "Marta Lindqvist", "url": "#main"},
        ],
        "history": [
            {"text": "Accepted by Ana Moreno", "when": _moment(20, 16, 40)},
            {"text": "Returned: which months are in?", "when": _moment(15, 10, 12)},
            {"text": "Sent by Ben Okafor", "when": _moment(14, 12, 4), "who": "Read With Me"},
        ],
        "partners": [
            {"name": "Eastside", "children": 1160, "share": 39.7},
            {"name": "Maple Street", "children": None, "share": None},
            {"name": "Riverbend Unified", "children": 1640, "share": 48.8},
        ],
    }
    return render(request, "styleguide/index.html", context)


urlpatterns = [path("", style_guide, name="style_guide")]
