"""What customers did, apart from what the house, its models and its members wrote of them."""

from regulars.records import Customer, Event


def is_active(event: Event) -> bool:
    """Whether the customer did this. The same counts as active in metrics (`measure.metric`)."""
    return event.source != "regulars" and event.type not in ("score", "consent", "merge")


def last_active(customer: Customer) -> int:
    """When the customer was last active; of one who never was, when it came into being. µs."""
    return customer.seen_at or customer.born_at
