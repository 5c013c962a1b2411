"""A project that is hostile on purpose, to see whether the sandbox holds."""
