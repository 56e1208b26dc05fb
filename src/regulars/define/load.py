"""`load`: from YAML to a house."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import inspect

from regulars.define import ready
from regulars.define.decode import Decoder
from regulars.define.definitions import Definitions, Workspace
from regulars.define.findings import DefinitionErrors, Finding, error, place
from regulars.define.nodes import LIMIT_BYTES, Mapping, Node, Scalar, YamlError, compose
from regulars.define.sections import ONE_SPACE, WORDS
from regulars.kit.errors import nearest

LIMIT_FILES = 1_000
"""The most files in one folder."""

Section = tuple[str, Scalar, Node]
"""Its name, where that stands, and what stands under it."""

_STRUCTS: dict[str, type] = {
    field.name: field.type.value_type.cls
    for field in inspect.type_info(Definitions).fields  # type: ignore[attr-defined]
    if field.name in WORDS
}


def load(source: str | Path) -> Definitions:
    """A house from a YAML file, a folder of `*.yml` / `*.yaml` files (read in the order of their names), or a YAML text.

    A `str` with a line break or `: ` in it is a text, else a path. Raises DefinitionErrors with everything that is wrong.

    >>> house = load("segments: {big: spend > 500}")
    >>> house.segments["big"].when, house.segments["big"].at
    ('spend > 500', 'text:1')
    """
    if isinstance(source, str) and ("\n" in source or ": " in source or not source.strip()):
        return assemble([("text", source)])
    return assemble(_files(Path(source)))


def assemble(texts: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Definitions:
    """A house from (file name, YAML text) pairs: what `load` does after reading. Raises DefinitionErrors."""
    findings: list[Finding] = []
    own = _read_sections(texts, findings)
    brought = _ready_sections(own, findings)
    house = ready.joined(_values(own, findings), _values(brought, findings))
    if findings:
        raise DefinitionErrors(sorted(findings, key=place))
    return Definitions(**house)


def _read_sections(texts: Iterable[tuple[str, str]], findings: list[Finding]) -> list[Section]:
    sections: list[Section] = []
    for file, text in texts:
        try:
            documents = compose(text, file)
        except YamlError as problem:
            findings.append(error(problem.code, problem.sentence, problem.where))
            continue
        for document in documents:
            sections += _sections(document, findings)
    return sections


def _ready_sections(own: list[Section], findings: list[Finding]) -> list[Section]:
    """The sections of all ready-made sets that are used, by the house or by one another."""
    found: dict[str, list[Section]] = {}
    waiting = list(_used(own, findings))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = _read_sections([ready.text(name)], findings)
            waiting += _used(found[name], findings)
    return [section for name in sorted(found) for section in found[name]]


def _used(sections: list[Section], findings: list[Finding]) -> Iterator[str]:
    for section, _, node in sections:
        if section == ready.KEY:
            yield from ready.named(node, findings)


def _values(sections: list[Section], findings: list[Finding]) -> dict[str, Any]:
    """The definitions of these sections, by section and name."""
    decoder = Decoder(_language(sections))
    values: dict[str, Any] = {}
    places: dict[tuple[str, str], tuple[str, str]] = {}
    for section, key, node in sections:
        if section == ready.KEY:
            continue
        if section == "workspace":
            if section in values:
                findings.append(error("duplicate_name", f"'workspace' is set twice: here and at {places[('', '')][0]}", key.at))
            places[("", "")] = (key.at, section)
            values[section] = decoder.struct(node, Workspace, "workspace")
            continue
        for name, at, value in decoder.named(node, _STRUCTS[section], WORDS[section]):
            space = "named" if section in ONE_SPACE else section
            if (space, name) in places:
                place, kind = places[(space, name)]
                text = f"{WORDS[section]} '{name}' is defined twice: here and at {place}"
                text += "" if kind == section else f" (as a {WORDS[kind]}; features, segments and stages share their names)"
                findings.append(error("duplicate_name", text, at))
            places[(space, name)] = (at, section)
            values.setdefault(section, {})[name] = value
    findings += decoder.findings
    return values


def _files(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix in (".yml", ".yaml") and file.is_file())
        if not files:
            raise DefinitionErrors([error("no_definitions", "the folder holds no .yml or .yaml file", str(path))])
        if len(files) > LIMIT_FILES:
            raise DefinitionErrors([error("too_many_files", f"the folder holds more than {LIMIT_FILES:,} files", str(path))])
    else:
        files = [path]
    for file in files:
        yield str(file), _read(file)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(LIMIT_BYTES + 1)
        return data.decode("utf-8-sig") if len(data) <= LIMIT_BYTES else " " * (LIMIT_BYTES + 1)
    except FileNotFoundError:
        siblings = [str(file.with_name(other.name)) for other in file.parent.glob("*")] if file.parent.is_dir() else []
        hint = nearest(str(file), siblings)
        raise DefinitionErrors([error("not_found", f"there is no such file or folder{hint}", str(file))]) from None
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise DefinitionErrors([error("not_utf8", "the file is not UTF-8 text; save it as UTF-8", f"{file}:{line}")]) from None
    except OSError as problem:
        raise DefinitionErrors([error("unreadable", f"the file cannot be read: {problem.strerror}", str(file))]) from None


def _sections(document: Node, findings: list[Finding]) -> Iterator[Section]:
    if isinstance(document, Scalar) and document.empty:
        return
    if not isinstance(document, Mapping):
        findings.append(error("wrong_type", "a mapping of sections belongs here, like 'segments:'", document.at))
        return
    allowed = [ready.KEY, "workspace", *WORDS]
    seen: dict[str, str] = {}
    for key, node in document.pairs:
        if key.text not in allowed:
            text = f"'{key.text}' is no section{nearest(key.text, allowed) or '.'} Allowed: {', '.join(allowed)}"
            findings.append(error("unknown_key", text, key.at))
        elif key.text in seen:
            text = f"section '{key.text}' stands twice in this file: here and at {seen[key.text]}"
            findings.append(error("duplicate_key", text, key.at))
        else:
            seen[key.text] = key.at
            yield key.text, key, node


def _language(sections: list[Section]) -> str:
    for section, _, node in sections:
        if section == "workspace" and isinstance(node, Mapping):
            for key, value in node.pairs:
                if key.text == "language" and isinstance(value, Scalar) and value.text == "zh":
                    return "zh"
    return "en"
