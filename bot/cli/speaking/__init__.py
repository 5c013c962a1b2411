"""Speaking to a bot from a terminal: asking, answering its dialogs, following what comes of it."""
