"""The people of the local Slack: what they see, and what they type, click and fill in."""
