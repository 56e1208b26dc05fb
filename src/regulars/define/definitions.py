"""Every kind of definition, as frozen values. A house is a `Definitions`; YAML is only its spelling.

Texts named `text`, `of`, `per`, `when`, `where`, `eligible`, `exit_on` are expressions of the algebra. `at` is where the
definition stands (`file:line`). `title` holds names for people by language: `{"en": …, "zh": …}`.
"""

from typing import Any, Literal

import msgspec

PropertyType = Literal["text", "number", "boolean", "timestamp", "list", "object"]


class Definition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all definitions share. The name is the key in the YAML mapping."""

    name: str
    at: str = ""
    title: dict[str, str] = {}


class Property(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A property of an event or a trait, as the tracking plan declares it."""

    type: PropertyType = "text"
    required: bool = False


class EventPlan(Definition, frozen=True):
    """One event of the tracking plan. `strict` sends events that break it to the failed ones (else a warning)."""

    properties: dict[str, Property] = {}
    strict: bool = False


class Feature(Definition, frozen=True):
    """A number, text, boolean, instant or list known of each customer: aggregates over their own events."""

    of: str
    over: str | None = None
    """A window like `90d`, `24h`, `12w` for every aggregate of `of` that has none of its own."""
    each: str | None = None
    """`properties.products as line`: rows are the elements of this array instead of the events."""


class Segment(Definition, frozen=True):
    """Customers for whom `when` is true."""

    when: str


class Stage(Definition, frozen=True):
    """One stage of the lifecycle. The first stage of the list whose `when` is true holds; the last may omit it.
    Where any stage has an `exit` or a `stay`, the stage is remembered: an earlier stage of the list takes over as soon as its
    `when` holds, a later one only when the present one is left, and none before the present one's `stay` is over.
    """

    when: str = "true"
    """Who may enter."""
    exit: str | None = None
    """Who is in it stays until this is true, even if `when` no longer holds; nobody enters while it is. Default: `not when`."""
    stay: str | None = None
    """How long a customer stays at least, once entered, whatever else is true: `14d`."""


class IdentifierKind(Definition, frozen=True):
    """One kind of identifier and its rules (`user_id`, `anonymous_id`, `email`, `phone`, or your own)."""

    limit: int = 5
    """How many values of this kind one customer may hold …"""
    per: Literal["ever", "week", "month", "year"] = "ever"
    """… of those seen within 7, 30 or 365 days; older ones do not count."""
    expires: bool = False
    """A new value beyond the limit takes the place of the one not seen for longest, instead of being set aside."""
    priority: int = 100
    """Smaller is stronger: the weakest identifier of an event is set aside first when a limit would be broken."""
    unique: bool = False
    """Two customers that both hold one are different people: they never merge through other identifiers."""
    blocked: list[str] = []
    """Values that identify nobody, besides the built-in ones."""
    trait: str | None = None
    """The trait (or context path) that carries it, e.g. `email`. user_id and anonymous_id come from the envelope."""


class Catalog(Definition, frozen=True):
    """An item catalogue (products, articles, offers): a file of items with a key and attributes."""

    file: str = ""
    """CSV, JSON lines or Parquet, relative to the definition file. Empty: items come in by the API."""
    key: str = "id"
    types: dict[str, PropertyType] = {}


class Policy(Definition, frozen=True):
    """How a slot chooses among its candidates."""

    kind: Literal["popularity", "thompson"]
    count: str = "event = 'Order Completed'"
    """popularity: events that count for an item; `item` says where the item's key stands."""
    item: str = "properties.product_id"
    """Path to the item key; with `each` it is a path in the element (`line.product_id`)."""
    each: str | None = None
    half_life: str = "30d"
    """popularity: an event this old counts half."""
    reward: str = ""
    """thompson: an event that rewards the item shown, e.g. `event = 'Coupon Applied'`."""
    within: str = "7d"
    """thompson: how long after the decision a reward still counts."""
    pool: int = 200
    """How many of the most popular eligible items compete."""
    explore: float = 0.0
    """popularity: the share of decisions that take one of the pool by even chance instead of the most popular (0 to 1)."""


class Slot(Definition, frozen=True):
    """A place where something is chosen for a customer."""

    catalog: str
    policy: str
    eligible: str = "true"
    """An expression over `item.*` and everything known of the customer."""
    size: int = 1
    fallback: str | None = None
    """The item shown where nothing is eligible or time runs out."""


class Template(Definition, frozen=True):
    """The text of a message, in Liquid, by language. It may speak of `traits.x`, `features.x`, `scores.x`, `stage`, `segments`,
    `trigger` (properties of the event that began the journey) and `unsubscribe_url`. Besides the filters of Liquid there are
    `date` (`short`, `long`, `time`) and `money`."""

    channel: Literal["email"] = "email"
    subject: dict[str, str] = {}
    body: dict[str, str] = {}
    """Plain text with Liquid, by language."""
    html: dict[str, str] = {}
    """Optional HTML with Liquid, by language."""


class Purpose(Definition, frozen=True):
    """What data and messages are used for; a message goes out only with the purpose's consent."""

    basis: Literal["consent", "contract", "legitimate_interest"] = "consent"
    """`consent` needs a recorded yes; the others need the absence of a recorded no."""
    silence: Literal["no", "known", "nothing"] = "known"
    """What it means, where two customers become one, that one of them never spoke of the purpose: a `no`; a no only from
    somebody `known` by a unique identifier (a device was never asked); or `nothing`. What both said: the stricter wins."""


class Cap(Definition, frozen=True):
    """A frequency cap: at most `limit` messages per customer on `channel` in `per` calendar days of the customer's zone."""

    channel: str = "any"
    limit: int = 1
    per: str = "1d"


class Step(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One step of a journey. Exactly one of `wait`, `until`, `branch`, `message`, `exit` is given."""

    name: str
    wait: str | None = None
    """A duration: `3d`, `2h`."""
    until: str | None = None
    """Wait for an event for which this is true …"""
    timeout: str | None = None
    """… at most this long."""
    on_timeout: str | None = None
    """The step to go to on time-out (default: the next)."""
    branch: list[dict[str, str]] | None = None
    """`[{if: expression, to: step}, …, {to: step}]`: the first that holds."""
    message: str | None = None
    """The template to send."""
    purpose: str | None = None
    exit: bool = False
    to: str | None = None
    """The step that follows (default: the next in the list)."""


class Journey(Definition, frozen=True, kw_only=True):
    """A pure machine: what happens to a customer, step by step, after a trigger."""

    on_event: str | None = None
    """Starts at an event for which this is true …"""
    on_segment: str | None = None
    """… or on entering this segment …"""
    on_stage: str | None = None
    """… or on entering this lifecycle stage."""
    when: str = "true"
    """A condition on the customer at the start."""
    reentry: str = "never"
    """`never`, `always`, or a duration since the last start: `30d`. At most one run at a time."""
    exit_on: str | None = None
    """An event that ends the run at once, even while it waits."""
    steps: list[Step]


class Metric(Definition, frozen=True):
    """A figure of the business per period and, if asked, per segment."""

    of: str
    """Aggregates over all customers' events of the period."""
    per: str | None = None
    """The denominator: an aggregate, or `customer` for the number of distinct active customers."""
    each: str | None = None
    up: Literal["good", "bad"] = "good"
    unit: str = ""


class Model(Definition, frozen=True, kw_only=True):
    """Gives every customer scores, learnt from all of them: `scores.NAME` in expressions. See `define.models.outputs`."""

    kind: Literal["propensity", "regression", "rfm", "value", "groups", "anomaly"]
    among: str = "true"
    """The customers that it is about: a condition, judged as of each example's instant."""
    purpose: str | None = None
    """The purpose for which data are used; who does not allow it (see `Purpose.basis`) is neither learnt from nor scored."""
    every: str = "7d"
    """How often it is fitted and scores are written."""
    features: list[str] = []
    """propensity, regression, groups, anomaly: names of features, `traits.x` or `stage`; empty: every feature that fits."""
    label: str = ""
    """propensity, regression: an expression over the events of the horizon *after* the example's instant, e.g. `count(*) filter
    (where event = 'Order Completed') = 0`; a truth for propensity, a number for regression."""
    horizon: str = "30d"
    """propensity, regression, value: how far ahead."""
    recency: str = "last_order"
    """rfm: the feature that holds the last instant …"""
    frequency: str = "orders"
    """… the number …"""
    monetary: str = "spend"
    """… and the amount."""
    event: str = "event = 'Order Completed'"
    """value: which events are purchases …"""
    amount: str = "properties.total"
    """… and what each is worth."""
    family: Literal["bg_nbd", "pareto_nbd"] = "bg_nbd"
    """value: the model of purchases."""
    unit: str = "7d"
    """value: the unit of time of its parameters."""
    tiers: list[float] = []
    """value: shares of customers (from the least worth) at which the next tier begins; empty: .5, .8, .95."""
    discount: float = 0.0
    """value: what a year takes off money to come: `.1` is a tenth."""
    groups: int | None = None
    """groups: how many; without it the data decide."""
    floors: dict[str, float] = {}
    """Minima below which it refuses to answer, in place of the method's own: `{positives: 100}`."""


class Texts(Definition, frozen=True, kw_only=True):
    """What customers write, read as it comes in: reviews, comments, chats. Each text becomes a `Text Analyzed` event beside its
    own: language, sentiment, emotion, intent, topics and aspects, for features, segments and metrics to count."""

    when: str
    """Which events bring a text: a condition on the event alone, like `event = 'Review Posted'`."""
    text: str = "properties.text"
    """The text: an expression over the event."""
    item: str | None = None
    """What it is about, like `properties.product_id`: an expression over the event."""
    aspects: dict[str, list[str]] = {}
    """Words to listen for, besides the built-in ones, by aspect: `{taste: [回甘], warranty: [warranty, 保修]}`."""
    label: str | None = None
    """Where an intent stands that a person gave, like `properties.intent`: examples from which intents can be learnt."""
    engine: Literal["auto", "builtin"] = "auto"
    """`auto`: the server's text endpoint, where it has one; `builtin`: these texts never leave the server."""


class Source(Definition, frozen=True):
    """Something that writes events in: an app, a site, a server, a file import."""

    kind: Literal["web", "app", "server", "import"] = "server"
    origins: list[str] = []
    """Origins that may call from a browser; empty allows any (no credentials are ever used)."""


class Workspace(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Settings of one workspace (tenant)."""

    name: str = "main"
    zone: str = "UTC"
    """IANA time zone: days and hours of windows begin here."""
    language: Literal["en", "zh"] = "en"
    currency: str = "USD"
    sender: str = "Regulars <hello@localhost>"
    """The From address of e-mails."""
    personal: list[str] = []
    """Names of traits, properties and context that are personal besides the usual ones: masked in the console till revealed."""


class Definitions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole house. Names are unique within a kind; features, segments and stages share one space of names."""

    workspace: Workspace = Workspace()
    events: dict[str, EventPlan] = {}
    traits: dict[str, Property] = {}
    identifiers: dict[str, IdentifierKind] = {}
    purposes: dict[str, Purpose] = {}
    sources: dict[str, Source] = {}
    features: dict[str, Feature] = {}
    segments: dict[str, Segment] = {}
    stages: dict[str, Stage] = {}
    """In order: the first that holds is the customer's stage."""
    catalogs: dict[str, Catalog] = {}
    policies: dict[str, Policy] = {}
    slots: dict[str, Slot] = {}
    templates: dict[str, Template] = {}
    journeys: dict[str, Journey] = {}
    caps: dict[str, Cap] = {}
    metrics: dict[str, Metric] = {}
    models: dict[str, Model] = {}
    texts: dict[str, Texts] = {}


DEFAULT_IDENTIFIERS: dict[str, IdentifierKind] = {
    "user_id": IdentifierKind(name="user_id", limit=1, priority=1, unique=True),
    "email": IdentifierKind(name="email", limit=5, priority=2, trait="email"),
    "anonymous_id": IdentifierKind(name="anonymous_id", limit=5, priority=50, expires=True),
}
"""Used where a workspace defines none (limits and priorities as Segment's)."""


def plain(definition: Definition) -> dict[str, Any]:
    """A definition as plain data without its place, for hashing, diffs and the API."""
    data: dict[str, Any] = msgspec.to_builtins(definition)
    data.pop("at", None)
    return data
