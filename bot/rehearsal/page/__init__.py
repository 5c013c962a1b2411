"""The page of a local chat: what its people see in a browser, whichever chat it is."""
