"""Looking: how a release stands, from the rows and from the destinations themselves."""
