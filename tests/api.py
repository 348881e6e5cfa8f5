"""A client of the API, as a program outside would be: JSON in, JSON out, a bearer token."""

import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

BASE = "/api/v1"


class Answer:
    """What came back: status, headers, and the body read."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status: int = response.status_code
        self.headers = response.headers
        self.content: bytes = response.content

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self.content
        return str(self.json["code"])

    @property
    def faults(self) -> dict[str, str]:
        """Field -> code of a problem's errors."""
        return {fault["field"]: fault["code"] for fault in self.json["errors"]}

    @property
    def etag(self) -> str:
        return str(self.headers["ETag"])

    def __repr__(self) -> str:
        return f"<{self.status} {self.content[:300]!r}>"


class Api:
    """Asks as the owner of a token; without one as nobody."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | str | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Answer:
        """Send a request; keyword arguments are headers (`If_Match="..."`)."""
        address = path if path.startswith(("http", "/api/")) else BASE + path
        data = raw if raw is not None else ("" if body is None else json.dumps(body))
        named: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = content_type if data else ""
        return Answer(self.client.generic(method, address, data, content_type=kind, headers=named))

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: Any) -> Answer:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: Any) -> Answer:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.ask("DELETE", path, **headers)
