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

EXAMPLES: dict[str, Any] = {
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
        "widened": {"80": 1.04, "95": 1.1},
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
    "reveal_customer": {"customer_id": 1, "identifiers": {"email": ["ann@example.com"]}, "traits": {"name": "Ann"}},
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
            "as_of": 1795253400000000,
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
