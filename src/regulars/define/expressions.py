"""Every expression of a house, with what it speaks of: where it stands, what it may name, what it must give."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from regulars.algebra import Scope, Spec, parse
from regulars.algebra.tree import Node
from regulars.define.definitions import Definitions, Model, PropertyType
from regulars.define.models import LEARNS_FEATURES, LEARNS_LABEL, outputs

About = Literal["customer", "event", "all", "horizon"]
"""One customer (aggregates over their events, and names); one event and its customer; all customers together; or what a
customer does in the time that a model looks ahead."""

CUSTOMER = "customer"
"""The denominator of a metric that is no expression: the number of active customers."""


class Text(msgspec.Struct, frozen=True):
    """One expression, as written."""

    section: str
    name: str
    label: str
    """The field, for people: `step 'greet', until`."""
    text: str
    at: str
    about: About = "event"
    item: bool = False
    """Whether it may name `item.…`: a candidate, or the item that was shown."""
    event: bool = True
    """Whether there is an event to speak of, where `about` is `event`."""
    over: str | None = None
    each: str | None = None
    want: str | None = "boolean"


def texts(definitions: Definitions) -> Iterator[Text]:
    """All expressions, section by section."""
    for feature in definitions.features.values():
        yield Text(
            "features", feature.name, "of", feature.of, feature.at, "customer", over=feature.over, each=feature.each, want=None
        )
    for segment in definitions.segments.values():
        yield Text("segments", segment.name, "when", segment.when, segment.at, "customer")
    for stage in definitions.stages.values():
        yield Text("stages", stage.name, "when", stage.when, stage.at, "customer")
        if stage.exit is not None:
            yield Text("stages", stage.name, "exit", stage.exit, stage.at, "customer")
    for policy in definitions.policies.values():
        yield Text("policies", policy.name, "count", policy.count, policy.at)
        if policy.reward:
            yield Text("policies", policy.name, "reward", policy.reward, policy.at, item=True)
    for slot in definitions.slots.values():
        yield Text("slots", slot.name, "eligible", slot.eligible, slot.at, item=True, event=False)
    for journey in definitions.journeys.values():
        on_event = journey.on_event is not None
        for field in ("on_event", "when", "exit_on"):
            if (text := getattr(journey, field)) is not None:
                yield Text("journeys", journey.name, field, text, journey.at, event=on_event or field != "when")
        for step in journey.steps:
            if step.until is not None:
                yield Text("journeys", journey.name, f"step '{step.name}', until", step.until, journey.at)
            for number, way in enumerate(step.branch or [], 1):
                if "if" in way:
                    label = f"step '{step.name}', branch {number}"
                    yield Text("journeys", journey.name, label, way["if"], journey.at, event=on_event)
    for metric in definitions.metrics.values():
        for field in ("of", "per"):
            if (text := getattr(metric, field)) not in (None, CUSTOMER):
                yield Text("metrics", metric.name, field, text, metric.at, "all", each=metric.each, want="number")
    for reading in definitions.texts.values():
        yield Text("texts", reading.name, "when", reading.when, reading.at)
        yield Text("texts", reading.name, "text", reading.text, reading.at, want="text")
        for field in ("item", "label"):
            if (text := getattr(reading, field)) is not None:
                yield Text("texts", reading.name, field, text, reading.at, want="text")
    for model in definitions.models.values():
        yield from _of_model(model)


def _of_model(model: Model) -> Iterator[Text]:
    """The expressions of a model: those that its kind looks at."""
    yield Text("models", model.name, "among", model.among, model.at, "customer")
    if model.kind in LEARNS_LABEL and model.label:
        want = "boolean" if model.kind == "propensity" else "number"
        yield Text("models", model.name, "label", model.label, model.at, "horizon", want=want)
    if model.kind in LEARNS_FEATURES:
        for name in model.features:
            yield Text("models", model.name, f"feature '{name}'", name, model.at, "customer", want=None)
    if model.kind == "rfm":
        for field, want in (("recency", "timestamp"), ("frequency", "number"), ("monetary", "number")):
            yield Text("models", model.name, field, getattr(model, field), model.at, "customer", want=want)
    if model.kind == "value":
        yield Text("models", model.name, "event", model.event, model.at)
        yield Text("models", model.name, "amount", model.amount, model.at, want="number")


def specs(definitions: Definitions) -> dict[str, Spec]:
    """What expressions may name, by name: features, segments and stages; and, as `NAME.exit`, the exits of stages."""
    found: dict[str, Spec] = {}
    for feature in definitions.features.values():
        found[feature.name] = Spec(feature.of, feature.over, feature.each, "feature", feature.at)
    for segment in definitions.segments.values():
        found[segment.name] = Spec(segment.when, kind="segment", at=segment.at)
    for stage in definitions.stages.values():
        found[stage.name] = Spec(stage.when, kind="stage", at=stage.at)
        if stage.exit is not None:
            found[f"{stage.name}.exit"] = Spec(stage.exit, kind="stage", at=stage.at)
    return found


def types(definitions: Definitions) -> dict[str, str]:
    """Path → declared type, as `algebra.Scope` takes them.

    Where all events that declare `total` agree, `properties.total` has its type; each event's own stands under
    `Order Completed/properties.total` too. A property `products.price` whose `products` is a list is that of the elements.
    Items of different catalogues share `item.…` where they agree.
    """
    found: dict[str, str] = {}
    declared: dict[str, set[str]] = {}
    for event in definitions.events.values():
        lists = {name for name, property_ in event.properties.items() if property_.type == "list"}
        for name, property_ in event.properties.items():
            path = f"properties.{_in_lists(name, lists)}"
            found[f"{event.name}/{path}"] = property_.type
            declared.setdefault(path, set()).add(property_.type)
    for name, trait in definitions.traits.items():
        found[f"traits.{name}"] = trait.type
    for catalog in definitions.catalogs.values():
        item_types: dict[str, PropertyType] = {catalog.key: "text", **catalog.types}
        for name, type_ in item_types.items():
            declared.setdefault(f"item.{name}", set()).add(type_)
    found |= {path: given.pop() for path, given in declared.items() if len(given) == 1}
    found |= {f"scores.{name}": type_ for model in definitions.models.values() for name, type_ in outputs(model).items()}
    return found


def scope(definitions: Definitions) -> Scope:
    """What every expression of the house is read in. Raises ExpressionError for a zone that does not exist."""
    stages = list(definitions.stages)
    return Scope(types(definitions), specs(definitions), stages, definitions.workspace.zone, remembered(definitions))


def remembered(definitions: Definitions) -> bool:
    """Whether the stage depends on the one before: some stage has an exit or a minimum stay."""
    return any(stage.exit is not None or stage.stay is not None for stage in definitions.stages.values())


def _in_lists(name: str, lists: set[str]) -> str:
    """`products.price` as `products[].price` where `products` is a list."""
    for prefix in lists:
        if name.startswith(f"{prefix}."):
            return f"{prefix}[].{name[len(prefix) + 1 :]}"
    return name


def read(text: Text, names: Scope) -> Node:
    """The tree of a text. Raises ExpressionError."""
    about = "event" if text.about == "event" else "customer"
    return parse(text.text, names, over=text.over, each=text.each, want=text.want, at=text.at, about=about).tree
