"""The local Discord in a browser: channels, threads, cards and dialogs, as one person."""
