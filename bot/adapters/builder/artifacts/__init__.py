"""What a build leaves behind: taken out, looked into, and described."""
