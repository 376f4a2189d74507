"""What the views that take a body have in common."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from commhub.api.problems import Problem


class BodyView(APIView):
    """A view that reads a body, and so needs its length.

    WSGI gives a body without a Content-Length (one sent in chunks) as no body at all: its members would be said to be
    missing, although they were sent.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
            raise Problem("length-required")
