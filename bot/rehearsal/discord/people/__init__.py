"""People of the guilds: what they can do, what they see, and how the app answered them."""
