"""Swagger UI within the content security policy."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView

# Swagger UI sets styles from its scripts and shows its icons as data: this page alone allows both. Replaced, not
# added to: beside a hash, browsers take no notice of 'unsafe-inline'.
SWAGGER_POLICY = {"style-src": [SELF, "'unsafe-inline'"], "img-src": [SELF, "data:"]}


@method_decorator(csp_replace(SWAGGER_POLICY), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """The API's documentation: the page, and (the same address with ?script) the script that fills it."""
