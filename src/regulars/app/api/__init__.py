"""The HTTP API: one file a subject, `route` declares, `application` puts together."""
