"""What an app may ask of the local Slack: a function for each method of the Web API."""
