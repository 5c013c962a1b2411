"""Notes: what is new since the last release, from commits and changelogs to text for people."""
