"""Floor 2: the records that cross a border between rooms. Structs only: no behaviour, no I/O."""

from regulars.records.customer import Customer, Run, Seen
from regulars.records.decision import Candidate, Decision, Reason
from regulars.records.event import Envelope, Event, Rejected, Stored, Unmerge
from regulars.records.message import Message, Receipt, Verdict

__all__ = [
    "Candidate",
    "Customer",
    "Decision",
    "Envelope",
    "Event",
    "Message",
    "Reason",
    "Receipt",
    "Rejected",
    "Run",
    "Seen",
    "Stored",
    "Unmerge",
    "Verdict",
]
