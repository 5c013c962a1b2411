"""Reading HTML as a browser would: its tags, their attributes, and the words."""

from html.parser import HTMLParser


class Reading(HTMLParser):
    """What a piece of HTML is made of."""

    def __init__(self, html: str) -> None:
        """Read it to the end."""
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and its attributes."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Note the words between tags."""
        self.words += data
