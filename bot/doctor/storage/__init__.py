"""Where the bot keeps what it knows: its folder, its database, the engine, the disk."""
