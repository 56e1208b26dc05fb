"""The API as one ASGI application: all routes, how errors look, and the document that describes them."""

from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from regulars.app.access import Access, Caller
from regulars.app.accounts import Accounts
from regulars.app.api import (
    account,
    analytics,
    auditing,
    behind,
    catalogs,
    comparing,
    customers,
    decisions,
    definitions,
    events,
    expressions,
    failures,
    groups,
    health,
    history,
    home,
    identity,
    journeys,
    keys,
    lifecycle,
    likeness,
    messages,
    metrics,
    models,
    outside,
    saved,
    segments,
    settings,
    slots,
    templates,
    texts,
    value,
)
from regulars.app.api.body import JsonRequest
from regulars.app.api.cursor import Cursors
from regulars.app.api.document import openapi
from regulars.app.api.problems import on_house_error, on_http_error, on_surprise
from regulars.app.api.route import caller_of
from regulars.app.callbacks import Callbacks
from regulars.app.directory import Directory
from regulars.app.health import Health
from regulars.app.house import House
from regulars.app.metrics import Metrics
from regulars.engage.templates import Templates
from regulars.kit.errors import RegularsError

ROUTES: Sequence[HTTPRouteHandler] = (
    customers.list_customers,
    customers.get_customer,
    customers.get_timeline,
    customers.explain_customer,
    customers.merge_customers,
    identity.list_merges,
    identity.unmerge_customer,
    identity.get_identity,
    identity.try_identity,
    decisions.decide,
    decisions.list_decisions,
    decisions.get_decision,
    slots.list_slots,
    slots.list_items,
    catalogs.list_catalogs,
    catalogs.stock_catalog,
    models.list_models,
    models.get_model,
    models.run_model,
    models.list_scored,
    groups.get_group_segments,
    models.list_alarms,
    models.list_unusual_orders,
    segments.list_segments,
    segments.get_segment,
    segments.list_members,
    segments.list_stages,
    segments.list_features,
    segments.get_history,
    lifecycle.get_path,
    lifecycle.get_flows,
    lifecycle.get_times,
    lifecycle.get_conversion,
    lifecycle.get_paths,
    lifecycle.get_next,
    lifecycle.get_decision_path,
    lifecycle.get_hidden,
    metrics.list_metrics,
    metrics.get_metric,
    behind.get_customers_behind,
    value.get_rfm,
    value.get_value,
    analytics.get_drivers,
    analytics.get_differences,
    analytics.get_forecast,
    analytics.get_levels,
    definitions.get_definitions,
    definitions.check_definitions,
    definitions.plan_definitions,
    definitions.apply_definitions,
    definitions.list_versions,
    definitions.compare_version,
    definitions.get_graph,
    comparing.compare_definitions,
    failures.list_failures,
    failures.reprocess_failures,
    messages.list_messages,
    messages.release_message,
    messages.record_consents,
    messages.record_scores,
    outside.receive_callback,
    outside.get_callback_secret,
    outside.show_unsubscribe,
    outside.unsubscribe,
    history.ask_sql,
    history.verify_workspace,
    history.get_accounting,
    keys.list_keys,
    keys.create_key,
    keys.revoke_key,
    keys.list_sources,
    likeness.run_likeness,
    likeness.list_proposals,
    likeness.answer_proposal,
    texts.analyze_texts,
    texts.list_texts,
    texts.list_text_items,
    texts.find_topics,
    texts.learn_text_intents,
    texts.forget_text_intents,
    health.get_health,
    health.get_metrics,
    account.sign_in,
    account.get_session,
    account.sign_out,
    account.set_up,
    account.join,
    account.follow_link,
    account.change_password,
    account.list_members_of_console,
    account.invite_member,
    account.change_member,
    account.renew_member,
    events.list_events,
    home.get_home,
    expressions.preview_segment,
    expressions.check_expression,
    expressions.list_words,
    journeys.list_journeys,
    journeys.get_journey,
    journeys.rehearse_journey,
    journeys.try_journey,
    templates.preview_template,
    saved.list_views,
    saved.save_view,
    saved.drop_view,
    auditing.list_acts,
    auditing.check_audit,
    auditing.reveal_customer,
    settings.list_roles,
    settings.list_personal_names,
)


def api(
    house: House,
    access: Access,
    health: Health,
    metrics: Metrics,
    callbacks: Callbacks,
    cursors: Cursors,
    accounts: Accounts | None = None,
) -> Litestar:
    """The application. It holds no state of its own."""
    accounts = accounts or Accounts(house.backends.members, house.backends.trail, house.clock)

    def caller(request: Request[Any, Any, Any]) -> Caller:
        return caller_of(request)

    def given(value: Any) -> Provide:
        return Provide(lambda: value, sync_to_thread=False)

    return Litestar(
        route_handlers=list(ROUTES),
        dependencies={
            "house": given(house),
            "caller": Provide(caller, sync_to_thread=False),
            "callbacks": given(callbacks),
            "cursors": given(cursors),
            "accounts": given(accounts),
            "directory": given(Directory(house)),
            "health": given(health),
            "metrics": given(metrics),
            "templates": given(Templates()),
        },
        state=State({"access": access, "handlers": ROUTES}),
        request_class=JsonRequest,
        exception_handlers={
            RegularsError: on_house_error,
            HTTPException: on_http_error,
            Exception: on_surprise,
        },
        openapi_config=openapi(),
        logging_config=None,
    )
