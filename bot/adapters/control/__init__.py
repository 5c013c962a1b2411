"""The control socket, by which the programs of this machine speak to a bot."""
