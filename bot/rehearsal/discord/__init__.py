"""A local Discord: REST and Gateway for one app, with people who invoke, click and read."""
