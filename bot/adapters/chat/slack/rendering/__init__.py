"""Rendering: messages as Block Kit; foreign text is in elements that nothing parses."""
