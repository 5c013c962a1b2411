"""The package indexes: what comes in by upload, what goes out by the simple API."""
