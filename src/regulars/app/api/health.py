"""For those who watch over the server: `/healthz` and `/metrics`."""

import ipaddress
from typing import Any

from litestar import Request, Response

from regulars.app.api.given import TheHealth, TheHouse, TheMetrics
from regulars.app.api.problems import Unfit
from regulars.app.api.route import get
from regulars.app.health import Report


@get("/healthz", tag="operation", scope=None, errors=(503,))
def get_health(house: TheHouse, health: TheHealth) -> Response[Report]:
    """Say whether the house is well.

    503 where it is broken; a degraded house still answers, and `parts` says what lags or is refused.
    """
    report = health.report(house)
    return Response(report, status_code=503 if report.status == "broken" else 200)


@get("/metrics", tag="operation", scope=None, errors=(403,), media_type="text/plain; version=0.0.4")
def get_metrics(request: Request[Any, Any, Any], metrics: TheMetrics) -> bytes:
    """Give all signals in Prometheus' text format.

    They name every workspace, so only this machine may read them: from elsewhere the address does not answer.
    """
    if not _from_here(request):
        raise Unfit(403, "forbidden", "metrics are for this machine only; let a scraper on it read them")
    return metrics.text()


def _from_here(request: Request[Any, Any, Any]) -> bool:
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    try:
        return not forwarded and request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
