"""Ready-made definitions, shipped with the package: `use: [lifecycle, value]` brings those of `define/ready/NAME.yml`.

What is used becomes part of the house, as if it had been written out: another version of this program changes nothing in a
house that holds already. One's own definition of a name takes the place of the ready-made one; a set may use other sets.
"""

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from regulars.define.findings import Finding, error
from regulars.define.nodes import Node, Scalar
from regulars.define.nodes import Sequence as Listed
from regulars.define.sections import ONE_SPACE
from regulars.kit.errors import nearest

KEY = "use"
"""The section of a definition file that names the sets."""
PLACE = "ready/"
"""What the places of ready-made definitions begin with: `ready/lifecycle.yml:12`."""

_FOLDER = resources.files("regulars.define") / "ready"


def names() -> list[str]:
    """The sets that there are, by name."""
    return sorted(file.name.removesuffix(".yml") for file in _FOLDER.iterdir() if file.name.endswith(".yml"))


def text(name: str) -> tuple[str, str]:
    """A set as (file name, YAML text)."""
    return f"{PLACE}{name}.yml", (_FOLDER / f"{name}.yml").read_text("utf-8")


def named(node: Node, findings: list[Finding]) -> Iterator[str]:
    """The names of sets that stand under `use`: a list, or a single one. What is none is added to `findings`."""
    known = names()
    for item in node.items if isinstance(node, Listed) else [node]:
        if isinstance(item, Scalar) and item.empty:
            continue
        if not isinstance(item, Scalar):
            findings.append(error("wrong_type", f"use: names of ready-made sets belong here: {', '.join(known)}", item.at))
        elif item.text not in known:
            hint = nearest(item.text, known) or "."
            said = f"use: there is no ready-made set '{item.text}'{hint} Allowed: {', '.join(known)}"
            findings.append(error("unknown_set", said, item.at))
        else:
            yield item.text


def joined(own: Mapping[str, Any], brought: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Sections of a house and of the sets that it uses as one.

    Where a name is one's own already (features, segments and stages share theirs) the set's definition is left out. One's own
    come first; but what stands in for a definition of a set, stands in its place: the order of stages has a meaning.
    """
    taken = {(_space(section), name) for section, values in own.items() if section != "workspace" for name in values}
    whole = dict(own)
    for section, values in brought.items():
        mine = own.get(section, {})
        instead = {
            name: mine.get(name, value)
            for name, value in values.items()
            if name in mine or (_space(section), name) not in taken
        }
        whole[section] = {name: value for name, value in mine.items() if name not in instead} | instead
    return whole


def _space(section: str) -> str:
    return "named" if section in ONE_SPACE else section
