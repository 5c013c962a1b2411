"""The local GitHub as an App, its installations, people and other Apps meet it."""
