"""Running a release durably: the only folder that knows the durable engine and the database."""
