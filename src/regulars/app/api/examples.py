"""One answer of each route, for the document. A test reads each as the type that its route gives."""

from typing import Any

_AT = "2026-11-21T09:30:00.000Z"
_CUSTOMER = {
    "customer_id": 1,
    "identifiers": {"user_id": ["ann"], "email": ["ann@example.com"]},
    "stage": "regular",
    "segments": ["big_spenders"],
    "last_seen": _AT,
    "since": "2026-10-02T18:00:00.000Z",
}
_SEGMENT = {"name": "big_spenders", "title": {"en": "Big spenders", "zh": "大客户"}, "when": "spend > 500", "customers": 312}
_KEY: dict[str, Any] = {
    "id": "0f3a9c1b2d4e5f60",
    "kind": "write",
    "source": "web",
    "scopes": [],
    "hint": "Qx7A",
    "label": "the web shop",
    "created_at": _AT,
    "revoked_at": None,
}
_DECISION = {
    "id": "01977d2e-8c00-7aaa-8000-000000000000",
    "slot": "home_hero",
    "customer_id": 1,
    "at": _AT,
    "item": "coffee-beans",
    "probability": 0.41,
    "items": [{"item": "coffee-beans", "probability": 0.41, "score": 0.62, "attributes": {"price": 12.5}}],
    "policy": "learned",
    "version": "9c1b2d4e",
    "why": ["Thompson drew 0.62 for coffee-beans: shown 120 times, rewarded 30 times"],
}
_FIGURE = {
    "metric": "revenue",
    "period": "2026-11-16",
    "segment": None,
    "value": 18250.0,
    "numerator": 18250.0,
    "denominator": None,
    "customers": 640,
    "change": 0.08,
    "good": True,
    "whole": True,
}

_MEMBER = {
    "id": "01977d2e-8c00-7aaa-8000-000000000000",
    "email": "olga@example.com",
    "name": "Olga",
    "role": "marketer",
    "created_at": _AT,
    "joined": True,
    "disabled_at": None,
}
_SESSION = {
    "member": _MEMBER,
    "workspace": "main",
    "title": "The shop",
    "language": "zh",
    "zone": "Asia/Shanghai",
    "currency": "CNY",
    "may": ["act", "define", "export", "read", "send", "train"],
    "csrf": "5d41402abc4b2a76b9719d911017c592",
}

_BASIS = {
    "customers": 2469,
    "events": 5120,
    "since": "2026-11-02T05:00:00.000Z",
    "until": "2026-11-16T04:59:59.999Z",
    "as_of": _AT,
    "method": "how it was found out",
    "notes": [],
}
_FIT: dict[str, Any] = {
    "version": 7,
    "fitted_at": _AT,
    "seconds": 21.4,
    "customers": 2210,
    "written": 618,
    "headline": {"auc": 0.86, "pr_auc": 0.71, "brier": 0.12, "brier_skill": 0.34, "base_rate": 0.22},
    "alarms": [],
}
_MODEL: dict[str, Any] = {
    "name": "churn",
    "title": {"en": "Leaves within 90 days", "zh": "90 天内流失"},
    "kind": "propensity",
    "scores": {"churn": "number"},
    "every": "7d",
    "status": "fitted",
    "detail": "",
    "next_at": "2026-11-28T09:30:00.000Z",
    "latest": _FIT,
    "alarms": 0,
}
_EVIDENCE: dict[str, Any] = {
    "customers": 2210,
    "events": 6630,
    "since": "2025-11-21T09:30:00.000Z",
    "until": _AT,
    "as_of": _AT,
    "method": "gradient boosted trees, calibrated",
    "notes": [],
}
_MODEL_DETAIL: dict[str, Any] = {
    "model": _MODEL,
    "definition": {"name": "churn", "kind": "propensity", "label": "count(*) filter (where …) = 0", "horizon": "90d"},
    "card": {"headline": _FIT["headline"], "importance": [{"name": "last_order", "title": "Last order", "share": 0.41}]},
    "evidence": _EVIDENCE,
    "alarms": [],
    "versions": [_FIT],
}

_STAGES = [{"name": "loyalty", "title": {"en": "Loyalty", "zh": "忠诚"}}]
_PATH_BASIS = {
    "customers": 2400,
    "events": 9100,
    "since": "2025-11-21T00:00:00.000Z",
    "until": _AT,
    "as_of": _AT,
    "method": "stocks and moves as recorded",
    "notes": [],
}

_MERGE = {
    "from": 2,
    "into": 1,
    "at": _AT,
    "why": "user_id and anonymous_id came together in Order Completed",
    "by": "",
    "holds": True,
    "undone_at": None,
    "undone_why": "",
    "undone_by": "",
}

_TRAFFIC: dict[str, Any] = {
    "name": "win_back",
    "title": {"zh": "挽回"},
    "definition": {"on_segment": "slipping_away", "steps": [{"name": "remind", "message": "win_back"}]},
    "started": 512,
    "ended": 470,
    "exited": 31,
    "running": 11,
    "steps": [
        {"name": "remind", "kind": "message", "waiting": 0, "passed": 512, "sent": 480, "held_back": 30, "failed": 2},
        {"name": "week", "kind": "wait", "waiting": 11, "passed": 512, "sent": 0, "held_back": 0, "failed": 0},
    ],
}
_PASSAGE = {
    "at": _AT,
    "customer_id": 1,
    "kind": "journey",
    "value": "waits at week",
    "why": ["waits until 2026-11-28T09:30:00.000Z"],
}
_VIEW = {"id": "01977d2e", "room": "customers", "name": "big and slipping away", "query": {"segment": "big_spenders"}}

EXAMPLES: dict[str, Any] = {
    "list_models": {"items": [_MODEL]},
    "get_model": _MODEL_DETAIL,
    "run_model": _MODEL_DETAIL,
    "list_scored": {
        "score": "churn",
        "customers": [
            {
                "customer_id": 1,
                "identifiers": {"user_id": ["ann"]},
                "scores": {"churn": 0.83},
                "version": 7,
                "as_of": _AT,
                "why": ["Last order: 41 days ago: +0.22"],
            }
        ],
    },
    "list_alarms": {
        "alarms": [
            {
                "model": "churn",
                "kind": "feature_drift",
                "text": "feature orders_90d is distributed otherwise than at the last fit (population stability index 0.31)",
                "about": "orders_90d",
                "value": 0.31,
                "limit": 0.25,
            }
        ]
    },
    "list_unusual_orders": {
        "orders": [
            {
                "customer_id": 1,
                "at": _AT,
                "id": "order-1204",
                "score": 0.79,
                "why": ["Amount: 3,000 (usually 83.38; more than 99.8% have)"],
            }
        ],
        "evidence": {**_EVIDENCE, "method": "isolation forest"},
    },
    "list_customers": {"customers": [_CUSTOMER], "next": None},
    "get_customer": {
        "customer_id": 1,
        "as_of": _AT,
        "first_seen": "2026-01-04T08:00:00.000Z",
        "last_seen": _AT,
        "identifiers": {"user_id": ["ann"]},
        "traits": {"city": "上海"},
        "features": {"spend": 640.0, "orders_90d": 7},
        "scores": {"churn": 0.12},
        "segments": {"big_spenders": "2026-10-02T18:00:00.000Z"},
        "stage": "regular",
        "stage_since": "2026-03-01T00:00:00.000Z",
        "consents": {"marketing": True},
        "journeys": {"win_back": "wait_a_week"},
        "reasons": {"churn": {"version": 7, "as_of": _AT, "why": ["Orders in 90 days: 7: -0.21"]}},
    },
    "get_timeline": {
        "lines": [
            {
                "at": _AT,
                "kind": "segment",
                "name": "big_spenders",
                "value": "in",
                "why": ["big_spenders: true", "spend = 640, needs > 500: true"],
                "id": "1795253400000000.7001",
            }
        ],
        "next": None,
    },
    "explain_customer": {"name": "big_spenders", "value": True, "why": ["spend = 640, needs > 500: true"]},
    "merge_customers": {"offset": 1204, "done": True},
    "decide": _DECISION,
    "get_decision": _DECISION,
    "list_catalogs": {"catalogs": [{"name": "products", "key": "id", "items": 20000}]},
    "stock_catalog": {"name": "products", "key": "id", "items": 20000},
    "list_segments": {"items": [_SEGMENT]},
    "get_segment": _SEGMENT,
    "list_members": {"customers": [_CUSTOMER], "next": None},
    "list_stages": {"items": [{"name": "regular", "title": {}, "when": "orders_90d >= 3", "customers": 812}]},
    "list_features": {
        "items": [{"name": "orders_90d", "title": {}, "of": "count(*) filter (where …)", "over": "90d", "each": None}]
    },
    "get_path": {
        "customer_id": 1,
        "stations": [
            {
                "stage": "loyalty",
                "title": {"en": "Loyalty", "zh": "忠诚"},
                "since": _AT,
                "until": None,
                "why": ["stage = loyalty", "orders_180d = 5, needs >= 4: true"],
            }
        ],
    },
    "get_flows": {
        "by": "month",
        "source": "recorded",
        "stages": _STAGES,
        "flows": [
            {
                "period": "2026-10-01",
                "whole": True,
                "stocks": [{"stage": "loyalty", "before": 310, "entered": 40, "left": 22, "after": 328}],
                "links": [{"from": "use", "to": "loyalty", "customers": 33}],
            }
        ],
        "basis": _PATH_BASIS,
    },
    "get_times": {
        "stages": _STAGES,
        "times": [
            {
                "stage": "loyalty",
                "spells": 410,
                "ended": 82,
                "lower": 96.0,
                "median": 188.5,
                "upper": None,
                "median_low": 171.0,
                "median_high": 214.0,
                "kept": [{"days": 30, "share": 0.97}],
            }
        ],
        "basis": _PATH_BASIS,
    },
    "get_conversion": {
        "stages": _STAGES,
        "within": "30d",
        "conversions": [
            {
                "from": "interest",
                "to": "purchase",
                "customers": 900,
                "reached": 210,
                "ever": 0.2333,
                "observed": 820,
                "within": 0.18,
                "within_low": 0.155,
                "within_high": 0.208,
                "days": 6.5,
            }
        ],
        "basis": _PATH_BASIS,
    },
    "get_paths": {
        "stages": _STAGES,
        "distinct": 88,
        "paths": [{"stages": ["interest", "purchase", "use"], "customers": 120, "share": 0.13}],
        "basis": _PATH_BASIS,
    },
    "get_next": {
        "of": "stages",
        "order": 1,
        "after": ["interest"],
        "contexts": [{"after": ["interest"], "continued": 700, "open": 200}],
        "transitions": [
            {"after": ["interest"], "next": "purchase", "count": 210, "probability": 0.3, "low": 0.267, "high": 0.335}
        ],
        "sequences": [{"steps": ["interest", "purchase", "use"], "count": 130, "customers": 128}],
        "basis": _PATH_BASIS,
    },
    "get_decision_path": {
        "goal": "Order Completed",
        "tries": 4000,
        "succeeded": 900,
        "rate": 0.225,
        "signs": [
            {
                "step": "Product Added",
                "tries": 1100,
                "succeeded": 700,
                "rate": 0.636,
                "low": 0.607,
                "high": 0.664,
                "without": 0.069,
                "lift": 2.83,
            }
        ],
        "ways": [
            {"steps": ["Product Viewed", "Product Added", "Order Completed"], "count": 300, "share": 0.333, "minutes": 14.0}
        ],
        "loops": [{"steps": ["Product Viewed", "Product Viewed"], "count": 5200, "tries": 2100, "rate": 0.3}],
        "basis": _PATH_BASIS,
    },
    "get_hidden": {
        "by": "week",
        "states": [
            {
                "name": "s1",
                "title": {"en": "quiet", "zh": "沉寂"},
                "emissions": [{"of": "Order Completed", "rate": 0.02, "typical": 0.9}],
                "customers": 240,
                "share": 0.24,
                "stays": 0.93,
                "next": {"s1": 0.93, "s2": 0.07},
            }
        ],
        "bic": {"2": 41200.5},
        "compared": {"agreement": 0.41, "table": [{"state": "s1", "stage": "decline", "customers": 190}]},
        "customers": [{"customer": 1, "state": "s1", "probability": 0.98}],
        "basis": _PATH_BASIS,
    },
    "list_merges": {"customer_id": 1, "merges": [_MERGE], "next": None},
    "unmerge_customer": {"offset": 1204, "done": True},
    "get_identity": {
        "customer_id": 1,
        "shared_device": False,
        "nodes": [
            {"id": 1, "kind": "user_id", "value": "ann", "held": True, "first_seen": _AT, "last_seen": _AT, "events": 12},
            {"id": 2, "kind": "anonymous_id", "value": "d-1", "held": True, "first_seen": _AT, "last_seen": _AT, "events": 9},
        ],
        "edges": [{"a": 1, "b": 2, "events": 7, "first_at": _AT, "last_at": _AT}],
        "more": False,
        "merges": [_MERGE],
        "unjoined": [
            {
                "at": _AT,
                "what": "merge_refused",
                "kind": "anonymous_id",
                "value": "d-9",
                "why": ["anonymous_id was not taken over (customer 4 holds it): a member said that they are two people"],
            }
        ],
        "apart": [4],
        "as_of": _AT,
    },
    "try_identity": {
        "customers_now": 2469,
        "customers_then": 2451,
        "united": 18,
        "parted": 0,
        "regrouped": 0,
        "moved": 36,
        "events_moved": 1240,
        "gained": 0,
        "lost": 0,
        "changes": [
            {
                "kind": "united",
                "now": [
                    {"identifiers": {"user_id": ["ann"]}, "events": 40, "customers": [1]},
                    {"identifiers": {"anonymous_id": ["d-7"]}, "events": 12, "customers": [17]},
                ],
                "then": [{"identifiers": {"user_id": ["ann"], "anonymous_id": ["d-7"]}, "events": 52, "customers": [1, 17]}],
                "events": 52,
                "why": ["user_id and phone came together in identify"],
                "samples": [{"id": "m-1", "name": "Order Completed", "at": _AT}],
            }
        ],
        "more": True,
        "basis": {
            "customers": 2469,
            "events": 167008,
            "since": _AT,
            "until": _AT,
            "as_of": _AT,
            "method": "all events through both sets of rules, in the order of the log",
            "notes": [],
        },
    },
    "get_history": {"name": "spend", "as_of": _AT, "values": [{"customer_id": 1, "value": 640.0}], "next": None},
    "list_metrics": {
        "items": [
            {
                "name": "revenue",
                "title": {},
                "of": "sum(properties.total)",
                "per": None,
                "each": None,
                "up": "good",
                "unit": "USD",
            }
        ]
    },
    "get_metric": {"name": "revenue", "by": "week", "figures": [_FIGURE]},
    "get_customers_behind": {
        "name": "revenue",
        "by": "week",
        "counted": (
            "count(*) filter (where event = 'Order Completed' and timestamp >= '2026-11-09' and timestamp < '2026-11-16') > 0"
        ),
        "active": (
            "count(*) filter (where source <> 'regulars' and type not in ('score', 'consent', 'merge')"
            " and timestamp >= '2026-11-09' and timestamp < '2026-11-16') > 0"
        ),
    },
    "get_drivers": {
        "name": "revenue",
        "by": "week",
        "before_period": "2026-11-02",
        "after_period": "2026-11-09",
        "before": 9120.0,
        "after": 7980.0,
        "change": -1140.0,
        "drivers": [
            {
                "dimension": "properties.store_id",
                "strength": 0.061,
                "spread": 0.093,
                "parts": [
                    {
                        "value": "north",
                        "before": 3100.0,
                        "after": 2040.0,
                        "contribution": -1060.0,
                        "within": -1060.0,
                        "between": 0.0,
                        "customers_before": 212,
                        "customers_after": 148,
                        "clear": True,
                    }
                ],
            }
        ],
        "basis": _BASIS,
    },
    "get_differences": {
        "segment": "big_spenders",
        "against": None,
        "customers": 312,
        "others": 2157,
        "differences": [
            {
                "dimension": "orders_90d",
                "kind": "number",
                "strength": 0.71,
                "direction": 1,
                "chance": 0.0001,
                "a": {"known": 312, "unknown": 0, "median": 14.0, "low": 9.0, "high": 22.0, "shares": {}},
                "b": {"known": 2157, "unknown": 0, "median": 3.0, "low": 1.0, "high": 7.0, "shares": {}},
                "by_definition": False,
            }
        ],
        "basis": _BASIS,
    },
    "get_forecast": {
        "name": "revenue",
        "by": "week",
        "past": [_FIGURE],
        "coming": [{"period": "2026-11-23", "value": 8210.0, "intervals": {"80": [7600.0, 8820.0], "95": [7280.0, 9140.0]}}],
        "model": "AutoETS",
        "tried": [{"model": "AutoETS", "mase": 0.81, "coverage": {"80": 0.79, "95": 0.94}}],
        "widened": {"80": 311.5, "95": 746.2},
        "basis": _BASIS,
    },
    "get_levels": {
        "name": "revenue",
        "by": "week",
        "past": [_FIGURE],
        "changes": [
            {"period": "2026-06-01", "change": {"place": 22, "before": 7010.0, "after": 8350.0, "strength": 3.2}},
        ],
        "noise": 418.0,
        "basis": _BASIS,
    },
    "get_rfm": {
        "model": "rfm",
        "version": 3,
        "currency": "USD",
        "grid": [{"recency": 5, "value": 5, "group": "champions", "customers": 214, "revenue": 48210.5}],
        "groups": [
            {
                "group": "champions",
                "title": {"en": "Champions", "zh": "冠军客户"},
                "about": {"en": "bought just now, often and the most", "zh": "刚刚买过、买得最勤、花得最多"},
                "customers": 214,
                "share": 0.087,
                "revenue": 48210.5,
                "revenue_share": 0.31,
                "days_since_last": 2.4,
                "orders": 61.2,
                "spend": 225.3,
            }
        ],
        "cuts": {
            "days_since_last": [61.0, 20.5, 8.2, 3.1],
            "orders": [12.0, 29.0, 51.0, 90.0],
            "spend": [310.0, 820.5, 1600.0, 3100.0],
        },
        "movement": {
            "then": "2026-08-23T00:00:00.000Z",
            "flows": [{"was": "loyal", "now": "champions", "customers": 41, "spend": 9120.0}],
            "stayed": 1620,
            "rose": 388,
            "fell": 402,
            "came": 59,
        },
        "limits": ["scores compare the customers of this house with each other: every refit has best and worst fifths"],
        "basis": {
            "customers": 2469,
            "events": 155848,
            "since": None,
            "until": _AT,
            "as_of": _AT,
            "method": "RFM: scores by fifths of the customers who bought, groups after Shopify",
            "notes": [],
        },
    },
    "get_value": {
        "model": "value",
        "version": 3,
        "currency": "USD",
        "horizon_days": 365.0,
        "unit_days": 7.0,
        "discount": 0.0,
        "purchases": {
            "model": "BG/NBD",
            "log_likelihood": -85239.7,
            "parameters": [{"name": "r", "value": 1.413, "error": 0.039}],
            "at_bound": [],
        },
        "amounts": {
            "model": "Gamma-Gamma",
            "log_likelihood": -10780.0,
            "parameters": [{"name": "p", "value": 0.462, "error": 0.051}],
            "at_bound": [],
        },
        "mean_amount": 36.27,
        "returns": 0.0,
        "expected": {"purchases": 10287.7, "alive": 2390.1, "value": 375608.8, "low": 364725.6, "high": 389403.7},
        "interval": {"share": 0.9, "about": "drawn: parameters from their asymptotic normal, then futures of each customer"},
        "tiers": [
            {
                "tier": "platinum",
                "title": {"en": "Platinum", "zh": "铂金"},
                "from": 458.49,
                "customers": 123,
                "value": 77755.7,
                "share": 0.207,
            }
        ],
        "distribution": [{"customers": 0.5, "value": 103.5, "share": 0.157}],
        "calibration": {
            "fitted_until": "2026-08-22",
            "days": 91.0,
            "customers": 2447,
            "expected_purchases": 31818.2,
            "actual_purchases": 31318.0,
            "expected_value": 1147357.5,
            "actual_value": 1165639.0,
            "ratio": 1.016,
            "value_ratio": 0.984,
            "error": 4.41,
            "naive_error": 4.5,
            "inside": 0.875,
            "bins": [{"from": 0, "to": 4, "customers": 217, "expected": 1.94, "actual": 2.09}],
        },
        "independence": {"correlation": 0.008, "limit": 0.25, "holds": True},
        "limits": [
            {
                "en": "days with purchases are counted, not purchases: who comes twice a day counts once",
                "zh": "按有购买的天数计，而不是购买次数：一天来两次只计一次",
            }
        ],
        "basis": {
            "customers": 2469,
            "events": 126703,
            "since": "2025-11-22T12:00:00.000Z",
            "until": _AT,
            "as_of": _AT,
            "method": "BG/NBD and Gamma-Gamma by maximum likelihood",
            "notes": [
                {
                    "en": "28,667 purchases fell on a day on which the customer had bought before: a day is one occasion",
                    "zh": "28,667 笔购买与该客户同日的其他购买合并：一天计一次",
                }
            ],
        },
    },
    "get_definitions": {"yaml": "segments:\n  big_spenders: spend > 500\n", "json": {"segments": {}}},
    "check_definitions": {
        "ok": False,
        "findings": [
            {
                "level": "error",
                "code": "unknown_name",
                "text": "there is no 'spned'; did you mean 'spend'?",
                "at": "definitions.yml:4",
            }
        ],
    },
    "plan_definitions": {"ok": True, "findings": [], "changes": ["+ segment big_spenders"]},
    "apply_definitions": {"changed": True, "offset": 1204, "done": True, "changes": ["+ segment big_spenders"]},
    "list_versions": {"versions": [{"number": 1, "applied_at": _AT, "offset": 2, "yaml": "segments: {}\n"}]},
    "list_failures": {
        "failures": [
            {
                "offset": 77,
                "index": 0,
                "code": "invalid_timestamp",
                "path": "timestamp",
                "source": "web",
                "message_id": "m-1",
                "received_at": _AT,
                "body": '{"type":"track","timestamp":"yesterday"}',
                "reprocessed_at": None,
            }
        ],
        "counts": {"invalid_timestamp": 1},
        "next": None,
    },
    "reprocess_failures": {"taken": 12, "failed": 1},
    "list_messages": {
        "messages": [
            {
                "id": 5,
                "status": "suppressed",
                "customer_id": 1,
                "channel": "email",
                "template": "win_back",
                "purpose": "marketing",
                "journey": "win_back",
                "step": "remind",
                "why": ["entered segment slipping_away"],
                "verdict": "capped",
                "detail": "",
                "attempts": 1,
                "created_at": _AT,
                "settled_at": _AT,
            }
        ],
        "counts": {"delivered": 4, "suppressed": 1},
        "next": None,
    },
    "release_message": {"released": 5},
    "record_consents": {"offset": 1204, "done": True},
    "record_scores": {"offset": 1204, "done": True},
    "receive_callback": {"events": 1},
    "get_callback_secret": {"path": "/v1/callbacks/bounce", "secret": "whsec_…"},
    "ask_sql": {"columns": ["event", "n"], "rows": [["Order Completed", 155848]], "more": False},
    "verify_workspace": {"as_of": _AT, "customers": 2469, "values": 61725, "count": 0, "differences": []},
    "get_accounting": {"accepted": 1000, "lake": 900, "failed": 3, "duplicate": 7, "in_flight": 90},
    "list_keys": {"keys": [_KEY]},
    "create_key": {"secret": "wk_…", "key": _KEY},
    "revoke_key": _KEY | {"revoked_at": _AT},
    "list_sources": {"sources": [{"name": "web", "kind": "web", "origins": ["https://shop.example"], "keys": 1}]},
    "sign_in": _SESSION,
    "get_session": _SESSION,
    "sign_out": {"signed_out": True},
    "set_up": _SESSION,
    "join": _SESSION,
    "follow_link": {"kind": "join", "email": "olga@example.com", "name": ""},
    "change_password": _SESSION,
    "list_members_of_console": {"members": [_MEMBER]},
    "invite_member": {"member": _MEMBER, "path": "/link#rl_…"},
    "change_member": _MEMBER,
    "renew_member": {"member": _MEMBER, "path": "/link#rl_…"},
    "list_events": {
        "events": [
            {
                "offset": 1204,
                "id": "m-1",
                "type": "track",
                "event": "Order Completed",
                "source": "web",
                "at": _AT,
                "received_at": _AT,
                "customer_id": 1,
                "user_id": "ann",
                "anonymous_id": None,
                "properties": {"total": 240},
                "traits": {},
                "context": {},
            }
        ],
        "position": 1204,
        "more": False,
    },
    "get_home": {
        "checklist": [{"name": "first_event", "done": True}, {"name": "journey", "done": False}],
        "accounting": {"accepted": 1000, "lake": 900, "failed": 3, "duplicate": 7, "in_flight": 90},
        "customers": 2469,
        "stages": [{"name": "regular", "title": {"zh": "熟客"}, "customers": 812}],
        "segments": [{"name": "big_spenders", "title": {}, "customers": 312}],
        "alerts": [{"level": "warning", "code": "failed_events", "count": 3, "detail": "invalid_timestamp"}],
    },
    "preview_segment": {
        "customers": {"count": 250000, "low": 242378, "high": 257780, "exact": False},
        "of": 1000000,
        "judged": 12000,
        "sentence": {"en": "spend is more than 500", "zh": "消费额大于500"},
        "examples": [17, 40],
        "move": None,
        "chart": [],
    },
    "check_expression": {
        "ok": False,
        "mistakes": [{"line": 1, "column": 1, "message": "there is no 'spned'; did you mean 'spend'?"}],
        "type": None,
        "names": [],
        "reads": [],
        "sentence": {},
    },
    "list_words": {"words": [{"text": "spend", "kind": "feature", "detail": "number", "title": {"zh": "消费额"}}]},
    "list_journeys": {"items": [_TRAFFIC]},
    "get_journey": _TRAFFIC,
    "rehearse_journey": {
        "days": 30,
        "judged": 1000,
        "started": 61,
        "ended": 40,
        "exited": 12,
        "messages": 52,
        "without_consent": 7,
        "steps": _TRAFFIC["steps"],
        "lines": [_PASSAGE],
    },
    "try_journey": {"customer_id": 1, "lines": [_PASSAGE]},
    "list_decisions": {
        "decisions": [{name: value for name, value in _DECISION.items() if name != "items"}],
        "next": None,
    },
    "list_slots": {
        "days": 30,
        "items": [
            {
                "name": "home_hero",
                "title": {"en": "Home page", "zh": "首页"},
                "definition": {"name": "home_hero", "catalog": "coffees", "policy": "learned"},
                "policy": {"name": "learned", "kind": "thompson", "reward": "event = 'Product Viewed'"},
                "items": 40,
                "decisions": 1200,
                "customers": 480,
                "last_at": _AT,
                "shares": [
                    {"item": "coffee-beans", "called": "Coffee beans", "decisions": 504, "share": 0.42, "probability": 0.41}
                ],
            }
        ],
    },
    "list_items": {"name": "coffees", "found": 1, "items": [{"id": "coffee-beans", "name": "Coffee beans", "price": 12.5}]},
    "preview_template": {"subject": "Hello Ann", "text": "You spent 640.", "html": "", "language": "en", "missing": []},
    "list_views": {"views": [_VIEW]},
    "save_view": _VIEW,
    "drop_view": {"views": []},
    "compare_version": {
        "number": 3,
        "applied_at": _AT,
        "yaml": "segments:\n  big_spenders: spend > 400\n",
        "changes": ["~ segment big_spenders"],
        "diff": "--- now\n+++ version 3",
    },
    "compare_definitions": {
        "ok": True,
        "findings": [],
        "changes": [{"what": "changed", "section": "segments", "name": "big_spenders", "fields": ["when"], "semantic": True}],
        "sentences": ["~ segment big_spenders: when", "segment big_spenders is judged anew for every customer"],
        "filled": 0,
        "refit": [],
        "yaml": "segments:\n  big_spenders: spend > 400\n",
        "diff": "--- now\n+++ changed\n@@ -1,2 +1,2 @@\n segments:\n-  big_spenders: spend > 500\n+  big_spenders: spend > 400",
        "judged": 12000,
        "moved": [
            {
                "section": "segments",
                "name": "big_spenders",
                "title": {"en": "Big spenders"},
                "now": {"count": 250000, "low": 242378, "high": 257780, "exact": False},
                "joining": {"count": 20000, "low": 17656, "high": 22650, "exact": False},
                "leaving": {"count": 0, "low": 0, "high": 317, "exact": False},
            }
        ],
    },
    "get_graph": {
        "items": [
            {
                "section": "segments",
                "name": "big_spenders",
                "title": {},
                "needs": [["features", "spend"]],
                "used_by": [["journeys", "thank_you"]],
            }
        ]
    },
    "list_acts": {
        "acts": [
            {
                "number": 41,
                "at": _AT,
                "who": "member:01977d2e-8c00-7aaa-8000-000000000000",
                "name": "Olga",
                "what": "reveal",
                "object": "customer:17",
                "place": "10.0.0.7",
                "detail": "email: asked for a call back",
                "hash": "9c1b2d4e",
            }
        ],
        "next": None,
    },
    "check_audit": {"entries": 41, "whole": True, "broken_at": None, "head": "9c1b2d4e"},
    "list_roles": {"roles": [{"name": "viewer", "may": ["read"]}]},
    "list_personal_names": {
        "anywhere": ["email", "phone"],
        "of_persons": ["name"],
        "added": ["shoe_size"],
        "identifiers": ["email"],
    },
    "reveal_customer": {"customer_id": 1, "identifiers": {"email": ["ann@example.com"]}, "traits": {"name": "Ann"}},
    "get_group_segments": {
        "groups": [
            {
                "id": "g1",
                "name": {"en": "high Spend, recent Last order", "zh": "消费高、最近一次下单较近"},
                "customers": 812,
                "share": 0.33,
                "sets_apart": [{"feature": "spend", "value": None, "group": 900.1, "all": 90.3, "effect": 1.2}],
                "segment": "kind_g1",
            }
        ],
        "yaml": "segments:\n  kind_g1: {when: \"scores.kind = 'g1'\"}\n",
        "bundle": "models:\n  kind: {kind: groups}\nsegments:\n  kind_g1: {when: \"scores.kind = 'g1'\"}\n",
    },
    "run_likeness": {
        "as_of": _AT,
        "traits": {"name": "name", "birthday": "birthday"},
        "proposals": 41,
        "prior": 0.0002,
        "comparisons": [
            {"field": "birthday", "kind": "birthday", "levels": [{"level": "same", "one": 0.93, "two": 0.0001}]},
        ],
        "evidence": {
            "customers": 10000,
            "events": 207107,
            "since": None,
            "until": None,
            "as_of": _AT,
            "method": "Fellegi-Sunter model by unsupervised EM (splink)",
            "notes": [],
        },
    },
    "list_proposals": {
        "as_of": _AT,
        "proposals": [
            {
                "id": "12-57",
                "probability": 0.97,
                "status": "open",
                "conflict": "",
                "left": {"customer_id": 12, "identifiers": {"email": ["ann@example.com"]}, "traits": {"name": "Ann Lee"}},
                "right": {"customer_id": 57, "identifiers": {"phone": ["+8613800138000"]}, "traits": {"name": "Anne Lee"}},
                "why": ["birthday the same: +6.2", "name alike (Jaro-Winkler 0.93): +3.1"],
                "weights": [
                    {"field": "birthday", "level": "same", "bits": 6.2, "likeness": None},
                    {"field": "name", "level": "alike", "bits": 3.1, "likeness": 0.93},
                ],
            }
        ],
        "next": None,
    },
    "answer_proposal": {"id": "12-57", "answer": "accept", "offset": 1204, "done": True},
    "analyze_texts": {
        "results": [
            {
                "language": "zh",
                "sentiment": 0.5761,
                "side": "positive",
                "probability": 0.788,
                "emotion": "none",
                "intent": "praise",
                "intent_probability": 0.788,
                "topics": ["物流", "质量"],
                "aspects": [
                    {"aspect": "quality", "sentiment": 0.927, "quote": "质量很好"},
                    {"aspect": "delivery", "sentiment": -0.8, "quote": "物流太慢了"},
                ],
                "engine": "builtin",
                "note": "",
            }
        ]
    },
    "list_texts": {
        "items": [
            {
                "name": "reviews",
                "title": {"en": "Reviews", "zh": "评价"},
                "when": "event = 'Product Reviewed'",
                "engine": "builtin",
                "status": "done",
                "analysed": 1204,
                "fell_back": 0,
                "updated_at": _AT,
                "intents": [],
            }
        ]
    },
    "list_text_items": {
        "items": [
            {
                "item": "tea-17",
                "texts": 41,
                "customers": 38,
                "sentiment": 0.62,
                "positive": 33,
                "negative": 5,
                "latest": _AT,
                "aspects": [{"aspect": "taste", "texts": 29, "sentiment": 0.81, "quote": "味道不错，很新鲜"}],
            }
        ]
    },
    "find_topics": {
        "topics": [
            {
                "name": "物流 · 包装 · 快递",
                "words": ["物流", "包装", "快递", "送货"],
                "texts": 214,
                "share": 0.31,
                "sentiment": 0.12,
                "quotes": ["物流很快，包装完好"],
            }
        ],
        "keywords": [{"word": "物流", "texts": 260}],
        "texts": 702,
        "customers": 655,
        "since": "2026-08-23T09:30:00.000Z",
        "until": _AT,
        "as_of": _AT,
        "method": "non-negative matrix factorisation of tf-idf (Lee & Seung 1999)",
        "notes": ["12 texts share no word with others and are in no topic"],
    },
    "learn_text_intents": {
        "definition": "chats",
        "intents": ["refund", "where_is_it"],
        "examples": 420,
        "accuracy": 0.93,
        "as_of": _AT,
    },
    "forget_text_intents": {"forgotten": True},
    "get_health": {"status": "ok", "parts": {"loop": {"status": "ok", "detail": ""}}},
}
