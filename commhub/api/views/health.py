"""/healthz: whether this process can do its work."""

from __future__ import annotations

import structlog
from django.db import DatabaseError, connection
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from commhub.api.keys import OpenToAll
from commhub.api.problems import Problem

log = structlog.get_logger(__name__)


class HealthView(APIView):
    """Answers 200 when the database does, 503 when it does not."""

    open_because = "A load balancer has no key, and the answer tells nothing but that the service is up."
    authentication_classes = ()
    permission_classes = (OpenToAll,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
                cursor.fetchone()
        except DatabaseError as error:
            log.exception("the database does not answer")
            raise Problem("unavailable") from error
        return Response({"status": "ok"})
