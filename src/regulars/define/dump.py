"""`dump`: a house as YAML, in one canonical spelling."""

import re
from typing import Any

import msgspec
import yaml

from regulars.define.decode import SHORT
from regulars.define.definitions import Definition, Definitions, Journey, Workspace
from regulars.define.sections import WORDS


def dump(definitions: Definitions) -> str:
    """The house as YAML in its canonical spelling; `load` of it gives the same definitions (but for their places).

    >>> from regulars.define.load import load
    >>> print(dump(load("segments: {big: {when: spend > 500}}")), end="")
    segments:
      big: spend > 500
    """
    data: dict[str, Any] = {}
    if definitions.workspace != Workspace():
        data["workspace"] = msgspec.to_builtins(definitions.workspace)
    for section in WORDS:
        if entries := getattr(definitions, section):
            data[section] = {name: _spell(value) for name, value in entries.items()}
    if not data:
        return ""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Writes every value out: anchors would be shorter, and puzzling."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def text(self, value: str) -> Any:
        """Long texts as blocks of lines; line breaks other than a line feed only survive as escapes."""
        style = '"' if _BREAKS.search(value) else "|" if "\n" in value else None
        return self.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_BREAKS = re.compile("[\r\x85\u2028\u2029]")
_Dumper.add_representer(str, _Dumper.text)


def _spell(value: Any) -> Any:
    data: dict[str, Any] = msgspec.to_builtins(value)
    for hidden in ("name", "at"):
        data.pop(hidden, None)
    if isinstance(value, Journey):
        return {**data, "steps": [{"name": step.name, **_spell(step)} for step in value.steps]}
    for field in getattr(value, "properties", {}) if isinstance(value, Definition) else {}:
        data["properties"][field] = _spell(value.properties[field])
    short = SHORT.get(type(value))
    if short is not None and not data.keys() - {short}:
        return getattr(value, short)
    return data
