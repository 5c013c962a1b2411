"""The conversation: what people type and press, and the messages they see."""
