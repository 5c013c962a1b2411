"""What people press and fill in: buttons, selects, text inputs and their kin."""

from collections import Counter

from bot.rehearsal.discord.limits import values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.numbers import Component
from bot.rehearsal.discord.problems import Complaint, Json

CUSTOM_ID = 100
LABEL = 80
LINK = 512
OPTIONS = 25
OPTION_TEXT = 100
PLACEHOLDER = 150
TEXT = 4000
INPUT_PLACEHOLDER = 100
INPUT_LABEL = 45
_STYLES = range(1, 7)
_LINK_STYLE, _PREMIUM_STYLE = 5, 6
_SMALLEST_RADIO, _MOST_BOXES = 2, 10


def custom_id(component: Json, path: Path) -> Complaints:
    """The text by which an interaction names what was used."""
    yield from values.text(component, "custom_id", path, CUSTOM_ID, shortest=1)


def button(component: Json, path: Path) -> Complaints:
    """A button: one that asks the app has a `custom_id`, a link has an address."""
    style = component.get("style")
    if style not in _STYLES:
        yield values.choice((*path, "style"), style, tuple(_STYLES))
        return
    yield from values.text(component, "label", path, LABEL)
    if style == _PREMIUM_STYLE:
        return
    if not component.get("label") and not component.get("emoji"):
        said = "A button needs a label or an emoji."
        yield Complaint(path, "BUTTON_COMPONENT_MISSING_LABEL", said)
    if style == _LINK_STYLE:
        yield from values.link(component, "url", path, LINK)
        yield from _exclusive(component, path, "url", "custom_id")
    else:
        yield from custom_id(component, path)
        yield from _exclusive(component, path, "custom_id", "url")


def _exclusive(component: Json, path: Path, needed: str, other: str) -> Complaints:
    if not component.get(needed):
        yield values.required((*path, needed))
    if component.get(other):
        said = f"A button has a {needed} or a {other}, by its style."
        yield Complaint((*path, other), "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", said)


def select(component: Json, path: Path) -> Complaints:
    """A select of texts, users, roles or channels."""
    yield from custom_id(component, path)
    yield from values.text(component, "placeholder", path, PLACEHOLDER)
    yield from values.number(component, "min_values", path, 0, OPTIONS)
    yield from values.number(component, "max_values", path, 1, OPTIONS)
    if component["type"] == Component.STRING_SELECT:
        yield from options(component, path, 1, OPTIONS)


def options(component: Json, path: Path, low: int, high: int) -> Complaints:
    """What can be chosen: each with a label, and a value that no other has."""
    here = (*path, "options")
    yield from values.count(component.get("options"), here, low, high)
    offered = values.objects(component, "options")
    given = Counter(str(each.get("value")) for _, each in offered)
    for place, each in offered:
        for name in ("label", "value"):
            yield from values.text(each, name, (*here, place), OPTION_TEXT, shortest=1)
        yield from values.text(each, "description", (*here, place), OPTION_TEXT)
        if given[str(each.get("value"))] > 1:
            said = "The specified option value is already used"
            yield Complaint(
                (*here, place, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", said
            )


def text_input(component: Json, path: Path, *, labelled: bool) -> Complaints:
    """A field for text; only one outside a label has a label of its own."""
    yield from custom_id(component, path)
    if component.get("style") not in {1, 2}:
        yield values.choice((*path, "style"), component.get("style"), (1, 2))
    if labelled and component.get("label") is not None:
        said = "A text input inside a label has no label of its own."
        yield Complaint((*path, "label"), "COMPONENT_LABEL_NOT_ALLOWED", said)
    elif not labelled:
        yield from values.text(component, "label", path, INPUT_LABEL, shortest=1)
    yield from values.number(component, "min_length", path, 0, TEXT)
    yield from values.number(component, "max_length", path, 1, TEXT)
    yield from values.text(component, "value", path, component.get("max_length") or TEXT)
    yield from values.text(component, "placeholder", path, INPUT_PLACEHOLDER)


def group(component: Json, path: Path) -> Complaints:
    """Radio buttons or boxes to tick."""
    yield from custom_id(component, path)
    low = _SMALLEST_RADIO if component["type"] == Component.RADIO_GROUP else 1
    yield from options(component, path, low, _MOST_BOXES)
