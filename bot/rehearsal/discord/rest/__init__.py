"""The routes of Discord's REST interface that an app of this kind uses."""
