"""Discord's objects, as its answers and events carry them."""
