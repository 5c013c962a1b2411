"""Rendering: messages as components; foreign text in them does nothing."""
