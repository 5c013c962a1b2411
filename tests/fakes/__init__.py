"""Stand-ins for the ports: in memory, and as awkward as the real ones where that matters."""
