"""The ground of the pages: who asks, in which initiative, with which right; page or fragment; errors.

A page of an initiative is a `PageView` that declares its `capability`. Its handlers run inside the
initiative's scope, in one transaction, and answer with `self.page(...)` or `self.go(...)`. Reading changes
nothing: the transaction of a GET is read-only. A `DomainError` undoes everything; within `errors_in(form)` it
becomes the form's own errors instead.
"""

from initiatives.web.answers import (
    PER_PAGE,
    PrivatePages,
    SeeOther,
    drawn,
    error_page,
    paginate,
    private,
    safe_path,
    wants_fragment,
)
from initiatives.web.forms import (
    add_errors,
    errors_in,
    held,
)
from initiatives.web.frame import (
    PREVIEWED,
    my_initiatives,
    navigation,
    preview_of,
)
from initiatives.web.views import (
    FormView,
    Needs,
    PageView,
    SignedInView,
)

__all__ = [
    "PER_PAGE",
    "PREVIEWED",
    "FormView",
    "Needs",
    "PageView",
    "PrivatePages",
    "SeeOther",
    "SignedInView",
    "add_errors",
    "drawn",
    "error_page",
    "errors_in",
    "held",
    "my_initiatives",
    "navigation",
    "paginate",
    "preview_of",
    "private",
    "safe_path",
    "wants_fragment",
]
