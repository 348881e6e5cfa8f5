"""A page with one Plotly chart and nothing else, as urls."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = """<!doctype html><html lang="en"><title>drawing</title><div id="chart"></div>
<script src="/static/plotly/plotly.min.js"></script><script src="/draw.js"></script></html>"""
DRAW = """
const figure = [{type: "scatter", x: ["a", "b"], y: [1, 3]}, {type: "bar", x: ["a", "b"], y: [2, 1]}];
Plotly.newPlot("chart", figure, {xaxis: {type: "category"}}, {responsive: true})
    .then(() => { document.title = "drawn"; });
"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


def draw(request: HttpRequest) -> HttpResponse:
    return HttpResponse(DRAW, content_type="text/javascript")


urlpatterns = [path("", page), path("draw.js", draw)]
