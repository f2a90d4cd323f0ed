"""The address of the server's figures, which Prometheus reads."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from bot.monitoring import Metrics
from bot.monitoring.metrics import MEDIA_TYPE


def router(metrics: Metrics) -> APIRouter:
    """Return the route `/metrics`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics")
    def exposed() -> Response:
        return Response(metrics.exposed(), media_type=MEDIA_TYPE)

    return routes
