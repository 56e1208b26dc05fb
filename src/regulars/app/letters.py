"""Templates as a customer would read them, before they are saved."""

from typing import Any

import msgspec

from regulars.app.house import House
from regulars.app.personal import Personal, covered
from regulars.define.definitions import Template
from regulars.engage.compose import values
from regulars.engage.person import language, zone
from regulars.engage.templates import Rendered, Templates
from regulars.kit.named import named
from regulars.records import Customer, Message


def saved(house: House, workspace: str, name: str) -> Template:
    """The template of that name. Raises NotFound."""
    return named("template", name, house.world(workspace).definitions.templates)


def render(
    house: House,
    workspace: str,
    templates: Templates,
    template: Template,
    customer: Customer,
    trigger: dict[str, Any],
    spoken: str | None,
    hidden: Personal | None,
) -> Rendered:
    """The message as this customer would read it now. `hidden`: cover these fields, for who may not see them as they are.

    Raises TemplateFailed.
    """
    world, at = house.world(workspace), house.clock.now()
    settings = world.definitions.workspace

    def features(customer: Customer, names: tuple[str, ...], at: int) -> dict[str, Any]:
        return world.program.values([name for name in names if name in world.definitions.features], customer, at)

    message = Message("preview", customer.id, template.channel, template.name, "", at, data={"trigger": trigger})
    known = values(template, message, customer, features, at, "https://example.com/u/…")
    return templates.render(
        template,
        covered(msgspec.to_builtins(known), hidden) if hidden is not None else known,
        language=spoken or language(customer, settings.language),
        at=at,
        zone=zone(customer, settings.zone),
        currency=settings.currency,
    )
