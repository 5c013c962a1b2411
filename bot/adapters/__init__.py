"""The outside world: one vendor per file; nothing here decides."""
