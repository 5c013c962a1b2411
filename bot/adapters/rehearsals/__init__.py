"""Rehearsals as child processes: in own folders, within limits, given no secret of the bot's."""
