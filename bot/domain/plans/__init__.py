"""Plans: what a release will do, frozen before it is done, and the digest people vote on."""
