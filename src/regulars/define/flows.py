"""Do the steps of a journey make sense? Where each leads, what is never reached, what would run in circles."""

from collections.abc import Iterator, Mapping

from regulars.define.definitions import Definitions, Journey, Step
from regulars.define.findings import Finding, error, warning
from regulars.kit import durations
from regulars.kit.durations import DurationError
from regulars.kit.errors import nearest

VERBS = ("wait", "until", "branch", "message", "exit")
"""A step does exactly one of these."""

DEFAULT_PURPOSE = "marketing"
"""Of a message that names none."""


def check_journey(journey: Journey, definitions: Definitions) -> Iterator[Finding]:
    """What is wrong or doubtful in one journey, but for its expressions."""
    label, at = f"journey '{journey.name}'", journey.at
    if not journey.steps:
        yield error("no_steps", f"{label} has no steps", at)
        return
    yield from _check_start(journey, definitions, label)
    names = [step.name for step in journey.steps]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield error("duplicate_name", f"{label}: two steps are called '{name}'", at)
    for step in journey.steps:
        yield from _check_step(step, definitions, f"{label}, step '{step.name}'", at)
        for field, target in _targets(step):
            if target not in names:
                text = f"{label}, step '{step.name}': '{field}' leads to '{target}', which is no step{nearest(target, names)}"
                yield error("unknown_step", text, at)
    yield from _check_paths(journey, label)


def leads_to(journey: Journey) -> dict[str, list[str]]:
    """Step → the steps that may follow it. A step after which the journey may end has `""` among them."""
    after: dict[str, list[str]] = {}
    following = [*(step.name for step in journey.steps[1:]), ""]
    for step, default in zip(journey.steps, following, strict=True):
        following_step = step.to or default
        if step.exit:
            targets = [""]
        elif step.branch is not None:
            targets = [way["to"] for way in step.branch if "to" in way]
            if all("if" in way for way in step.branch):
                targets.append(following_step)
        elif step.until is not None and step.timeout is not None:
            targets = [following_step, step.on_timeout or following_step]
        else:
            targets = [following_step]
        after[step.name] = list(dict.fromkeys(targets))
    return after


def _check_start(journey: Journey, definitions: Definitions, label: str) -> Iterator[Finding]:
    at = journey.at
    if journey.on_event is None and journey.on_segment is None and journey.on_stage is None:
        yield error("no_start", f"{label}: nothing starts it; give on_event, on_segment or on_stage", at)
    if journey.on_segment is not None and journey.on_segment not in definitions.segments:
        hint = nearest(journey.on_segment, definitions.segments)
        yield error("unknown_segment", f"{label}: there is no segment '{journey.on_segment}'{hint}", at)
    if journey.on_stage is not None and journey.on_stage not in definitions.stages:
        hint = nearest(journey.on_stage, definitions.stages)
        yield error("unknown_stage", f"{label}: there is no stage '{journey.on_stage}'{hint}", at)
    if journey.reentry not in ("never", "always"):
        yield from check_duration(journey.reentry, f"{label}, reentry (never, always or a duration)", at)


def _check_step(step: Step, definitions: Definitions, label: str, at: str) -> Iterator[Finding]:
    verbs = [verb for verb in VERBS if getattr(step, verb) not in (None, False)]
    if len(verbs) != 1:
        seen = f"{' and '.join(verbs)} stand together" if verbs else "it does nothing"
        yield error("one_verb", f"{label}: {seen}; a step has exactly one of {', '.join(VERBS)}", at)
    for field in ("wait", "timeout"):
        if (text := getattr(step, field)) is not None:
            yield from check_duration(text, f"{label}, {field}", at)
    if step.until is None and (step.timeout is not None or step.on_timeout is not None):
        yield error("timeout_alone", f"{label}: 'timeout' and 'on_timeout' belong to 'until'", at)
    elif step.until is not None and step.timeout is None:
        hint = "; 'on_timeout' has no effect without it" if step.on_timeout else ""
        yield warning("no_timeout", f"{label}: waits for ever if the event never comes; give a timeout{hint}", at)
    if step.exit and step.to is not None:
        yield error("to_after_exit", f"{label}: nothing follows an exit; leave 'to' out", at)
    if step.message is not None:
        yield from _check_message(step, step.message, definitions, label, at)
    elif step.purpose is not None:
        yield error("purpose_alone", f"{label}: 'purpose' belongs to 'message'", at)
    for number, way in enumerate(step.branch or [], 1):
        yield from _check_way(way, number == len(step.branch or []), f"{label}, branch {number}", at)
    if step.branch == []:
        yield error("empty_branch", f"{label}: 'branch' lists no way", at)


def _check_message(step: Step, template: str, definitions: Definitions, label: str, at: str) -> Iterator[Finding]:
    if template not in definitions.templates:
        hint = nearest(template, definitions.templates)
        yield error("unknown_template", f"{label}: there is no template '{template}'{hint}", at)
    purposes = definitions.purposes
    if step.purpose is None:
        yield warning("no_purpose", f"{label}: the message names no purpose and goes out as '{DEFAULT_PURPOSE}'", at)
    elif step.purpose not in purposes:
        text = f"{label}: there is no purpose '{step.purpose}'{nearest(step.purpose, purposes)}"
        yield error("unknown_purpose", text, at)


def _check_way(way: Mapping[str, str], last: bool, label: str, at: str) -> Iterator[Finding]:
    for key in sorted(set(way) - {"if", "to"}):
        text = f"{label}: '{key}' is not known{nearest(key, ['if', 'to']) or '.'} Allowed: if, to"
        yield error("unknown_key", text, at)
    if "to" not in way:
        yield error("missing_key", f"{label}: 'to' is missing", at)
    if "if" not in way and not last:
        yield error("branch_after_else", f"{label}: it has no 'if' and always holds, so the ways after it are never taken", at)


def _check_paths(journey: Journey, label: str) -> Iterator[Finding]:
    after = leads_to(journey)
    reached: set[str] = set()
    waiting = [journey.steps[0].name]
    while waiting:
        name = waiting.pop()
        if name in after and name not in reached:
            reached.add(name)
            waiting += after[name]
    for step in journey.steps:
        if step.name not in reached:
            yield warning("unreachable_step", f"{label}, step '{step.name}': no way leads to it", journey.at)
    if circle := _circle(journey, after):
        text = f"{label} can run in a circle without waiting: {' → '.join(circle)}; put a 'wait' or 'until' in"
        yield error("busy_loop", text, journey.at)


def _circle(journey: Journey, after: Mapping[str, list[str]]) -> list[str]:
    """A circle of steps none of which waits, as a path that ends where it began; empty if there is none."""
    pausing = {step.name for step in journey.steps if step.wait is not None or step.until is not None}
    done: set[str] = set(pausing)
    for start in after:
        path: list[str] = []
        ways = [iter([start])]
        while ways:
            name = next(ways[-1], None)
            if name is None:
                ways.pop()
                if path:
                    done.add(path.pop())
            elif name in path:
                return [*path[path.index(name) :], name]
            elif name in after and name not in done:
                path.append(name)
                ways.append(iter(after[name]))
    return []


def _targets(step: Step) -> Iterator[tuple[str, str]]:
    if step.to is not None:
        yield "to", step.to
    if step.on_timeout is not None:
        yield "on_timeout", step.on_timeout
    for way in step.branch or []:
        if "to" in way:
            yield "branch", way["to"]


def check_duration(text: str, label: str, at: str, whole_days: bool = False) -> Iterator[Finding]:
    """A length of time as `kit.durations` reads it; with `whole_days` no part of a day."""
    try:
        _ = durations.days(text) if whole_days else durations.parse(text)
    except DurationError as problem:
        yield error("bad_duration", f"{label}: {problem.sentence}", at)
