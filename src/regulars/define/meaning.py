"""Do the expressions mean something? Each is read by the algebra; then what it reads is held against the tracking plan."""

import re
from collections.abc import Iterator

from regulars.algebra import ExpressionError
from regulars.algebra.tree import Aggregate, Call, Constant, Named, Node, Read, children
from regulars.define.definitions import Definitions
from regulars.define.expressions import CUSTOMER, Text, read, scope, texts, types
from regulars.define.findings import Finding, error, warning
from regulars.define.learning import check_label
from regulars.define.ready import PLACE
from regulars.define.sections import WORDS
from regulars.kit.errors import nearest

HOUSE_EVENTS = frozenset({"Decision Made", "Email Delivered", "Email Bounced", "Email Suppressed", "Text Analyzed"})
"""Events that the house itself writes; no tracking plan needs to name them."""

_OF_EVENT = frozenset("event type source id user_id anonymous_id timestamp received_at properties context".split())  # noqa: SIM905


def check_meaning(definitions: Definitions) -> Iterator[Finding]:
    """Texts that cannot be read, that speak of what is not there, or that read what no client is known to send."""
    try:
        names = scope(definitions)
    except ExpressionError:
        return  # the zone: said of the workspace already
    said: set[tuple[str, str]] = set()
    for text in texts(definitions):
        label = f"{WORDS[text.section]} '{text.name}', {text.label}"
        try:
            tree = read(text, names)
        except ExpressionError as problem:
            if (problem.where, problem.sentence) not in said:  # a wrong feature is reported once, not by all its users
                yield error(problem.code, f"{label}: {problem.sentence}{_event_hint(text)}", problem.where or text.at)
            said.add((problem.where, problem.sentence))
            continue
        yield from _check_place(text, tree, label)
        if not text.at.startswith(PLACE):  # a ready-made set names what shops may send; no plan needs all of it
            yield from _unknown_events(tree, definitions, label, text.at)
        yield from _unknown_properties(tree, definitions, label, text.at)
    yield from _check_types(definitions)


def _event_hint(text: Text) -> str:
    """Where words alone stand for a condition on an event, they are probably its name."""
    bare = text.about == "event" and text.event and text.want == "boolean" and re.fullmatch(r"\w[\w ]*", text.text)
    return f". For the event of this name write: event = '{text.text}'" if bare else ""


def _check_place(text: Text, tree: Node, label: str) -> Iterator[Finding]:
    """What is readable but not there in this place."""
    own = list(_own(tree))
    reads = [node for node in own if isinstance(node, Read)]
    if not text.item and any(node.root == "item" for node in reads):
        yield error("no_item", f"{label}: there is no item here; item.… stands in 'eligible' and 'reward'", text.at)
    if text.about == "event" and not text.event and any(node.root in _OF_EVENT for node in reads):
        hint = "define a feature of it and use its name"
        yield error("no_event", f"{label}: there is no event here to speak of; {hint}", text.at)
    if text.about == "horizon":
        yield from check_label(tree, label, text.at)
    if text.about == "all":
        outside = [
            node for node in own if isinstance(node, Named) or (isinstance(node, Read) and node.root in ("traits", "scores"))
        ]
        if outside:
            what = outside[0].name if isinstance(outside[0], Named) else f"{outside[0].root}.{outside[0].path[0]}"
            sentence = f"{label}: '{what}' is known of one customer; a metric is of all (split it by segment instead)"
            yield error("not_of_all", sentence, text.at)
        elif not any(isinstance(node, Aggregate) for node in own):
            hint = f"; did you mean '{CUSTOMER}'?" if text.label == "per" else ""
            yield error(
                "no_aggregate",
                f"{label}: nothing is counted or added up, like count(*) or sum(properties.total){hint}",
                text.at,
            )


def _own(node: Node) -> Iterator[Node]:
    """The nodes of a text itself: without what names mean and without what stands inside of aggregates."""
    yield node
    if not isinstance(node, Named | Aggregate):
        for child in children(node):
            yield from _own(child)


def _written(node: Node) -> Iterator[Node]:
    """The nodes of a text itself, with what stands inside of aggregates."""
    yield node
    if not isinstance(node, Named):
        for child in children(node):
            yield from _written(child)


def _unknown_events(tree: Node, definitions: Definitions, label: str, at: str) -> Iterator[Finding]:
    known = definitions.events.keys() | HOUSE_EVENTS
    if not definitions.events:
        return
    for node in _written(tree):
        if (
            isinstance(node, Call)
            and node.name in ("eq", "in")
            and any(isinstance(arg, Read) and arg.root == "event" for arg in node.args)
        ):
            for arg in node.args:
                if isinstance(arg, Constant) and isinstance(arg.value, str) and arg.value not in known:
                    text = f"{label}: no event '{arg.value}' is in the tracking plan{nearest(arg.value, known)}"
                    yield warning("unknown_event", text, at)


def _unknown_properties(tree: Node, definitions: Definitions, label: str, at: str) -> Iterator[Finding]:
    """A property is doubtful where every event that is named declares its properties, and none declares this one."""
    nodes = list(_written(tree))
    named = {arg.value for node in nodes if isinstance(node, Call) for arg in node.args if isinstance(arg, Constant)}
    plans = [plan for name, plan in definitions.events.items() if name in named]
    if not plans or not all(plan.properties for plan in plans):
        return
    known = {name.partition(".")[0] for plan in plans for name in plan.properties}
    for key in dict.fromkeys(node.path[0] for node in nodes if isinstance(node, Read) and node.root == "properties"):
        if key not in known:
            text = f"{label}: none of its events declares a property '{key}'{nearest(key, known)}"
            yield warning("unknown_property", text, at)
    if definitions.traits:
        for key in dict.fromkeys(
            node.path[0] for node in nodes if isinstance(node, Read) and node.root in ("traits", "carried")
        ):
            if key not in definitions.traits:
                text = f"{label}: no trait '{key}' is declared{nearest(key, definitions.traits)}"
                yield warning("unknown_trait", text, at)


def _check_types(definitions: Definitions) -> Iterator[Finding]:
    """Item attributes on whose type catalogues disagree: expressions of slots must then cast them."""
    agreed = types(definitions)
    for catalog in definitions.catalogs.values():
        for name in catalog.types:
            if f"item.{name}" not in agreed:
                text = f"catalog '{catalog.name}': 'item.{name}' has another type in another catalog; expressions must cast it"
                yield warning("types_differ", text, catalog.at)
