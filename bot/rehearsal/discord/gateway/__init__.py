"""The Gateway: sessions that outlive their connections, and the frames of a connection."""
