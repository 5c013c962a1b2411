"""The local world: stand-ins for GitHub, two package indexes and a chat, kept by one process."""
