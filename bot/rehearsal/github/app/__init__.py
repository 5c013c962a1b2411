"""The bot's GitHub App in this world: its keys, installations, tokens and permissions."""
