"""What the operator's file says: people, secrets, addresses."""
