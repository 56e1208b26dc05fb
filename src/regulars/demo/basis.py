"""What a result rests on, in words."""

from regulars.demo.words import Speaker
from regulars.kit.clock import to_text
from regulars.kit.said import said
from regulars.learn.evidence import Evidence


def basis(evidence: Evidence, say: Speaker | None = None) -> str:
    """From how much, as of when, how; and what a careful reader must know, a line each.

    >>> print(basis(Evidence(customers=300, events=2087, as_of=0, method="as recorded", notes=["one month only"])))
      from 300 customers and 2,087 rows of history, as of 1970-01-01 · as recorded
      one month only
    """
    say = say or Speaker("en")
    line = say("basis", customers=evidence.customers, events=evidence.events, at=to_text(evidence.as_of)[:10])
    method, *notes = (said(words).to(say.language) for words in (evidence.method, *evidence.notes))
    return "\n".join([f"  {line} · {method}", *(f"  {note}" for note in notes)])
