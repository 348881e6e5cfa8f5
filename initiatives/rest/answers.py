"""Writing answers: JSON and CSV straight from rows, each with the hash by which a change is noticed."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from initiatives.rest.problems import Problem, nothing_here
from initiatives.shapes import Row, plain

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)


def dumps(data: Any) -> bytes:
    """Return the data as JSON: decimals as text, moments in UTC with Z."""
    return orjson.dumps(data, default=_default, option=orjson.OPT_UTC_Z)


def dictionaries(shape: type[Row], tuples: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return rows, read by the shape's columns (what follows them is dropped), as they look outside."""
    names = tuple(shape.columns())
    rows = [dict(zip(names, values, strict=False)) for values in tuples]
    if shape.finish is not Row.finish:
        for row in rows:
            shape.finish(row)
    return rows


def one(shape: type[Row], rows: "QuerySet[Any]") -> dict[str, Any]:
    """Return the only row of the query as it looks outside. Raises Problem (404) when there is none."""
    found = list(rows.order_by().values_list(*shape.columns().values())[:1])
    if not found:
        raise nothing_here()
    return dictionaries(shape, found)[0]


def etag(body: bytes) -> str:
    """Return the entity tag of a representation."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def json_answer(request: HttpRequest, data: Any, status: int = 200) -> HttpResponse:
    """Answer with JSON and its entity tag, or with 304 when the reader has this very one."""
    body = data if isinstance(data, bytes) else dumps(data)
    tag = etag(body)
    seen = parse_etags(request.headers.get("If-None-Match", ""))
    if request.method in ("GET", "HEAD") and any(known in ("*", tag, f"W/{tag}") for known in seen):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, status=status, content_type="application/json")
    response["ETag"] = tag
    return response


def check_match(request: HttpRequest, current: Mapping[str, Any], *, required: bool) -> None:
    """Compare If-Match with what the row is now. Raises Problem: 428 when missing, 412 when stale."""
    given = request.headers.get("If-Match")
    if given is None:
        if required:
            raise missing_match()
        return
    wanted = parse_etags(given)
    if "*" not in wanted and etag(dumps(current)) not in wanted:
        raise Problem(412, "stale", _("This was changed since you read it. Read it again."))


def missing_match() -> Problem:
    """What is told to those who would change a thing without saying which state of it they have seen."""
    return Problem(428, "if_match_required", _("Send If-Match with the ETag that you have read."))


def lock(rows: "QuerySet[Any]") -> Any:
    """Return the only row of the query, locked until the end of the transaction. Raises Problem (404)."""
    found: Model | None = rows.select_for_update(of=("self",)).order_by().first()
    if found is None:
        raise nothing_here()
    return found


def _cell(value: Any) -> str:
    """Return the text of a CSV cell; no spreadsheet takes it for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        text = ";".join(_cell(inner) for inner in value)
    elif isinstance(value, dict):
        text = dumps(value).decode()
    else:
        text = orjson.loads(dumps(value)) if not isinstance(value, str) else value
    return f"'{text}" if text.startswith(FORMULA) else text


def json_file(data: Any, filename: str) -> HttpResponse:
    """Answer with the data as a JSON file to keep."""
    response = HttpResponse(dumps(data), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{filename}.json"'
    return response


def csv_answer(rows: Iterable[Mapping[str, Any]], names: Sequence[str], filename: str) -> HttpResponse:
    """Answer with the rows as CSV, one column a name."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    response = HttpResponse(out.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response
