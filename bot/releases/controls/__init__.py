"""Controls: what people do to a release, each decided in one transaction."""
