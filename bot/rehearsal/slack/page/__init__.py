"""The local Slack in a browser: channels, threads, cards, dialogs and home, as one person."""
