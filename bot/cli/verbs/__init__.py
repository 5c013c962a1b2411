"""The verbs of the terminal, a file for each; those that only speak to the bot are twins."""
