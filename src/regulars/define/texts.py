"""What a definition of texts must be: conditions on the event alone, aspects with words that can be listened for."""

from collections.abc import Iterator

from regulars.algebra import ExpressionError
from regulars.algebra.tree import Moment, Named, Read, walk
from regulars.define.definitions import Definitions
from regulars.define.expressions import read, scope, texts
from regulars.define.findings import Finding, error

MOST_ASPECTS = 100
MOST_WORDS = 1000

_KNOWN_LATER = frozenset({"traits", "scores", "stage", "item"})


def check_texts(definitions: Definitions) -> Iterator[Finding]:
    """Texts are read apart from their customers: nothing that is known of one may decide whether."""
    for one in definitions.texts.values():
        label = f"text '{one.name}'"
        if len(one.aspects) > MOST_ASPECTS:
            yield error("too_many_aspects", f"{label}: at most {MOST_ASPECTS} aspects are listened for", one.at)
        for aspect, words in one.aspects.items():
            if not aspect.strip() or len(aspect) > 100 or not aspect.isprintable():
                yield error("bad_aspect", f"{label}: the name of an aspect is 1 to 100 printable characters", one.at)
            if not words or len(words) > MOST_WORDS or any(not word.strip() or len(word) > 100 for word in words):
                said = f"{label}, aspect '{aspect[:60]}': 1 to {MOST_WORDS} words of 1 to 100 characters belong here"
                yield error("bad_aspect", said, one.at)
    if not definitions.texts:
        return
    try:
        names = scope(definitions)
    except ExpressionError:
        return  # the zone: said of the workspace already
    for text in texts(definitions):
        if text.section != "texts":
            continue
        try:
            tree = read(text, names)
        except ExpressionError:
            continue  # said by `meaning`
        for node in walk(tree):
            if isinstance(node, Moment):
                said = f"text '{text.name}', {text.label}: which events bring a text must not change with the time of day"
                yield error("not_of_event", said, text.at)
                break
            if isinstance(node, Named) or (isinstance(node, Read) and node.root in _KNOWN_LATER):
                what = node.name if isinstance(node, Named) else ".".join((node.root, *node.path[:1]))
                said = f"text '{text.name}', {text.label}: '{what}' is known of a customer; this may speak of the event alone"
                yield error("not_of_event", said, text.at)
                break
