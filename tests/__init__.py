"""Tests, by kind: unit, contract, durable, journeys, faults, security, architecture."""
