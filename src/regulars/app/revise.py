"""A text of definitions on its way in: read, checked, compared with what holds now."""

from regulars.define.compile import compile
from regulars.define.definitions import Definitions
from regulars.define.findings import DefinitionErrors, Finding
from regulars.define.lint import check
from regulars.define.load import assemble
from regulars.define.plan import plan


def read(yaml: str, name: str = "definitions.yml") -> tuple[Definitions | None, list[Finding]]:
    """The definitions and what there is to say about them; no definitions where any finding is an error."""
    try:
        definitions = assemble([(name, yaml)])
        findings = check(definitions)
        if fit(findings):
            compile(definitions)
            return definitions, findings
    except DefinitionErrors as errors:
        findings = errors.findings
    return None, findings


def fit(findings: list[Finding]) -> bool:
    """Whether nothing in them keeps the definitions from being applied."""
    return all(finding.level != "error" for finding in findings)


def load(yaml: str, name: str = "definitions.yml") -> Definitions:
    """The definitions. Raises DefinitionErrors with every error."""
    definitions, findings = read(yaml, name)
    if definitions is None:
        raise DefinitionErrors([finding for finding in findings if finding.level == "error"])
    return definitions


def sentences(old: Definitions, new: Definitions) -> list[str]:
    """What would change, one sentence each."""
    return plan(old, new).sentences
