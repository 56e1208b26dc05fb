"""What browser clients fetch before they send: settings that switch every destination but us off."""

import msgspec

from regulars.collect.credentials import Writer


def segment(write_key: str) -> bytes:
    """The answer to `GET /v1/projects/{write_key}/settings`, as analytics-next reads it."""
    return msgspec.json.encode(
        {
            "integrations": {
                "Segment.io": {
                    "apiKey": write_key,
                    "unbundledIntegrations": [],
                    "addBundledMetadata": True,
                    "maybeBundledConfigIds": {},
                    "versionSettings": {"version": "4.4.7", "componentTypes": ["browser"]},
                }
            },
            "plan": {
                "track": {"__default": {"enabled": True, "integrations": {}}},
                "identify": {"__default": {"enabled": True}},
                "group": {"__default": {"enabled": True}},
            },
            "edgeFunction": {},
            "analyticsNextEnabled": True,
            "middlewareSettings": {},
            "enabledMiddleware": {},
            "metrics": {"sampleRate": 0},
            "legacyVideoPluginsEnabled": False,
            "remotePlugins": [],
        }
    )


def rudder(write_key: str, writer: Writer) -> bytes:
    """The answer to `GET /sourceConfig/`, as RudderStack's browser client reads it."""
    since = "2024-01-01T00:00:00.000Z"
    silent = {"errors": {"enabled": False}, "metrics": {"enabled": False}}
    return msgspec.json.encode(
        {
            "source": {
                "id": writer.source,
                "name": writer.source,
                "writeKey": write_key,
                "config": {"statsCollection": silent},
                "enabled": True,
                "workspaceId": writer.workspace,
                "destinations": [],
                "createdAt": since,
                "updatedAt": since,
                "dataplanes": {},
                "sourceDefinition": {"name": "Javascript"},
            },
            "updatedAt": since,
            "consentManagementMetadata": {"providers": []},
        }
    )
