"""Models by the API and the command line."""

import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from regulars.kit import extras

from .conftest import Running

MODELS = """
features: {orders: "count(*) filter (where event = 'Order Completed')", spend: sum(properties.total)}
models:
  odd: {kind: anomaly, title: {zh: 异常}, floors: {profiles: 2}}
  buys: {kind: propensity, label: "count(*) filter (where event = 'Order Completed') > 0", horizon: 30d}
"""


@pytest.fixture(scope="module")
def models(running: Running) -> Iterator[httpx.Client]:
    """The second workspace of the server, with two models while the tests run."""
    before = running.other.get("/v1/definitions").json()["yaml"]
    assert running.other.post("/v1/definitions/apply", json={"yaml": MODELS}).status_code == 200
    yield running.other
    assert running.other.post("/v1/definitions/apply", json={"yaml": before}).status_code == 200


def test_a_model_is_fitted_shown_and_ranked(models: httpx.Client, running: Running) -> None:
    [odd, buys] = models.get("/v1/models").json()["items"]
    assert (odd["status"], odd["latest"], odd["next_at"], odd["scores"]) == ("waiting", None, None, {"odd": "number"})
    found = models.post("/v1/models/odd/run")
    assert found.status_code == 200, found.text
    detail = found.json()
    assert (detail["model"]["status"], detail["versions"][0]["version"]) == ("fitted", 1)
    assert detail["evidence"]["method"] == {"en": "isolation forest", "zh": "孤立森林"}
    assert detail["card"]["headline"].keys() == detail["versions"][0]["headline"].keys()
    running.until(lambda: models.get("/v1/models/odd/customers").json()["customers"])
    top = models.get("/v1/models/odd/customers?limit=1").json()
    low = models.get("/v1/models/odd/customers?limit=1&order=bottom").json()
    assert top["score"] == "odd"
    assert top["customers"][0]["scores"]["odd"] >= low["customers"][0]["scores"]["odd"]
    assert top["customers"][0]["version"] == 1
    assert models.get("/v1/models/odd").json()["model"]["next_at"] is not None
    assert buys["kind"] == "propensity"


def test_thin_data_are_an_answer_and_an_alarm(models: httpx.Client) -> None:
    found = models.post("/v1/models/buys/run").json()
    assert found["model"]["status"] == "refused"
    assert "history in horizons of 30d: 0, needed 3" in found["model"]["detail"]["en"]
    assert "历史长度（以 30d 为一个周期）：现有 0，至少需要 3" in found["model"]["detail"]["zh"]
    assert found["card"] is None
    [alarm] = [alarm for alarm in models.get("/v1/alarms").json()["alarms"] if alarm["model"] == "buys"]
    assert alarm["kind"] == "refused"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/v1/models/bus", 404, "did you mean 'buys'?"),
        ("/v1/models/bus/customers", 404, "there is no model 'bus'"),
        ("/v1/models/odd/customers?score=od", 404, "did you mean 'odd'?"),
        ("/v1/models/odd/customers?order=middle", 400, "order"),
        ("/v1/anomalies/orders", 422, "orders to compare"),
        ("/v1/anomalies/orders?amount=drop", 422, "drop"),
    ],
)
def test_what_cannot_be_answered_is_said(models: httpx.Client, path: str, status: int, said: str) -> None:
    found = models.get(path)
    assert found.status_code == status, found.text
    assert said in found.text


def test_without_the_extra_the_sentence_says_how_to_get_it(models: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    real = extras.importlib.import_module

    def missing(name: str, package: str | None = None) -> object:
        if name == "sklearn":
            raise ModuleNotFoundError("No module named 'sklearn'", name="sklearn")
        return real(name, package)

    monkeypatch.setattr(extras.importlib, "import_module", missing)
    found = models.get("/v1/anomalies/orders")
    assert (found.status_code, found.json()["code"]) == (501, "not_installed")
    assert "install regulars[learn]" in found.json()["detail"]


def test_who_may_only_read_may_not_fit(models: httpx.Client, running: Running) -> None:
    made = models.post("/v1/keys", json={"kind": "secret", "scopes": ["read"], "label": "reads"}).json()
    reader = running.client(made["secret"])
    assert reader.get("/v1/models").status_code == 200
    assert reader.post("/v1/models/odd/run").status_code == 403


def test_the_api_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys, regulars.app.api.application, regulars.app.worker, regulars.cli.main;"
        "sys.exit(', '.join({'scipy', 'sklearn', 'lightgbm'} & set(sys.modules)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
