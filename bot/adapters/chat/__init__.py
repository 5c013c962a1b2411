"""Chats: where people read and answer."""
