"""`regulars know …`: what is concluded of customers, one file a subject."""

from cyclopts import App

from regulars.cli.know import analytics, groups, identity, lifecycle, likeness, models, text, value


def add(app: App) -> None:
    """Add the commands."""
    know = App(name="know", help="Know customers: identity, lifecycle, value, risk, groups, drivers, forecasts, text.")
    analytics.add(know)
    groups.add(know)
    identity.add(know)
    lifecycle.add(know)
    likeness.add(know)
    models.add(know)
    text.add(know)
    value.add(know)
    app.command(know)
