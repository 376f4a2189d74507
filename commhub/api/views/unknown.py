"""Any path under /api/ that is none of ours: a problem like every other error, not a web page."""

from __future__ import annotations

from typing import NoReturn

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from commhub.api.keys import OpenToAll
from commhub.api.problems import Problem


@extend_schema(exclude=True)
class UnknownPathView(APIView):
    """Says that there is nothing here, whatever the method."""

    open_because = "A wrong address is wrong with any key, and there is nothing here to protect."
    authentication_classes = ()
    permission_classes = (OpenToAll,)

    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        slash = " Paths have no slash at the end." if request.path.endswith("/") else ""
        raise Problem("not-found", f"There is nothing at {request.path}.{slash}")
