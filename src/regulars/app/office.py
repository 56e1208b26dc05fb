"""What the courier needs to know of each workspace, and which ways to customers there are."""

from collections.abc import Mapping
from typing import Any

from regulars.app.callbacks import Callbacks
from regulars.app.config import Settings
from regulars.app.house import House
from regulars.engage.channels.channel import Channel
from regulars.engage.channels.email import SmtpChannel
from regulars.engage.compose import Office
from regulars.engage.delivery import Delivery
from regulars.engage.templates import Templates
from regulars.records import Customer


def courier(
    house: House, settings: Settings, url: str, callbacks: Callbacks, channels: Mapping[str, Channel] | None
) -> Delivery | None:
    """The delivery of messages; None where there is no way to any customer: then they wait in the outbox."""
    if channels is None:
        channels = {"email": SmtpChannel(settings.smtp)} if settings.smtp else {}
    if not channels:
        return None

    def office(workspace: str) -> Office | None:
        secret = callbacks.message_secret(workspace)
        if secret is None:
            return None
        world = house.world(workspace)

        def features(customer: Customer, names: tuple[str, ...], at: int) -> Mapping[str, Any]:
            return world.program.values([name for name in names if name in world.definitions.features], customer, at)

        return Office(world.definitions, features, secret, url)

    backends = house.backends
    return Delivery(backends.outbox, backends.log, channels, Templates(), office, house.clock)
