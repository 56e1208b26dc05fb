"""Templates, previewed as a customer."""

from typing import Annotated, Any, Literal

import msgspec
from litestar.params import JSONBody
from msgspec import Meta

from regulars.app import letters, views
from regulars.app.api.customers import Who
from regulars.app.api.given import TheCaller, TheHouse, TheTemplates
from regulars.app.api.route import post
from regulars.app.personal import personal
from regulars.define.definitions import Template
from regulars.engage.templates import Rendered

Liquid = Annotated[str, Meta(max_length=200_000, examples=["Hello {{ traits.name }}"])]
ByLanguage = Annotated[dict[Literal["en", "zh"], Liquid], Meta(examples=[{"en": "Hello {{ traits.name }}"}])]


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template that somebody is writing, by language."""

    subject: ByLanguage = {}
    body: ByLanguage = {}
    html: ByLanguage = {}


class Sight(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to show, as whom: a saved template by name, or a draft."""

    customer: Who
    template: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    draft: Draft | None = None
    trigger: dict[str, Any] = {}
    """Properties of the event that would have started the journey."""
    language: Literal["en", "zh"] | None = None
    """Default: the customer's."""


@post("/v1/templates/preview", tag="messages", scope="read", errors=(404, 503))
def preview_template(house: TheHouse, caller: TheCaller, templates: TheTemplates, data: JSONBody[Sight]) -> Rendered:
    """Show a template as a customer would read it now. HTML is what the mail would hold: show it in a sandboxed frame.

    Members of the console see personal fields covered.
    """
    workspace = caller.workspace
    template = letters.saved(house, workspace, data.template) if data.template is not None else None
    if data.draft is not None:
        draft = data.draft
        template = Template(name=data.template or "draft", subject=draft.subject, body=draft.body, html=draft.html)  # type: ignore[arg-type]
    if template is None:
        template = Template(name="draft")
    customer = views.find(house, workspace, data.customer)
    hidden = personal(house.world(workspace)) if caller.member else None
    return letters.render(house, workspace, templates, template, customer, data.trigger, data.language, hidden)
