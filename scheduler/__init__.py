"""When: by itself, never on request."""
