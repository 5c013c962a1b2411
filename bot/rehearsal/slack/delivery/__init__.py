"""What the local Slack tells an app: payloads, the two roads they take, and what comes back."""
