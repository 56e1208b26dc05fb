"""A merge that a member or a job asked for: whom it unites, if it may."""

from regulars.flow.book import Book
from regulars.flow.world import Refused
from regulars.know.identify import SHARED
from regulars.records import Customer, Event


def wished(book: Book, event: Event) -> tuple[Customer, Customer, str, str]:
    """(who stays, who goes, why, who asked) of a `merge` record; the same customer twice where they are one already.

    Raises Refused.
    """
    into = book.customer(_number(event.properties.get("into")))
    other = book.customer(_number(event.properties.get("from")))
    if into is None or other is None:
        raise Refused("unknown_customer", "properties.into" if into is None else "properties.from")
    if into is not other:
        for customer, path in ((into, "properties.into"), (other, "properties.from")):
            if SHARED in customer.identifiers:
                raise Refused("shared_device", path)
    said = event.properties
    return into, other, str(said.get("reason") or "asked for"), str(said.get("by") or event.source)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
