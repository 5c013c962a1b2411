"""Components of a message: what may stand in what, how much of it, and each one's own limits."""

from collections import Counter
from collections.abc import Iterator

from bot.rehearsal.discord.limits import controls, values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.numbers import SELECTS, Component
from bot.rehearsal.discord.problems import Complaint, Json

MOST_OF_NEW_KIND = 40
MOST_TEXT = 4000
MOST_ROWS = 5
ROW_WIDTH = 5
SECTION_TEXTS = 3
MOST_MEDIA = 10
_ALT_TEXT = 1024
_LARGEST_COLOR = 0xFFFFFF
IN_CONTAINER = (
    Component.ACTION_ROW, Component.SECTION, Component.TEXT_DISPLAY, Component.MEDIA_GALLERY,
    Component.FILE, Component.SEPARATOR,
)  # fmt: skip
ON_TOP = (*IN_CONTAINER, Component.CONTAINER)
_ROOT: Path = ("components",)


def check(body: Json, *, new_kind: bool) -> Complaints:
    """Everything that is wrong with the components of a message; `new_kind` is Components V2."""
    if body.get("components") is None:
        return
    highest = MOST_OF_NEW_KIND if new_kind else MOST_ROWS
    yield from values.count(body["components"], _ROOT, 0, highest)
    allowed = ON_TOP if new_kind else (Component.ACTION_ROW,)
    for place, component in values.objects(body, "components"):
        yield from _part(component, (*_ROOT, place), allowed)
    everything = list(walk(body))
    if new_kind:
        yield from _sums([component for _, component in everything])
    yield from unique(everything)


def walk(holder: Json, path: Path = ()) -> Iterator[tuple[Path, Json]]:
    """Every component of a message or modal, with its path."""
    for name in ("components", "accessory", "component"):
        below = holder.get(name)
        if isinstance(below, dict):
            yield (*path, name), below
            yield from walk(below, (*path, name))
        for place, component in values.objects(holder, name):
            yield (*path, name, place), component
            yield from walk(component, (*path, name, place))


def unique(everything: list[tuple[Path, Json]]) -> Complaints:
    """Each `custom_id`, and each `id` that was chosen, once."""
    for name in ("custom_id", "id"):
        given = Counter(str(each[name]) for _, each in everything if each.get(name))
        for path, component in everything:
            if component.get(name) and given[str(component[name])] > 1:
                said = f"Component {name.replace('_', ' ')} cannot be duplicated"
                code = "COMPONENT_CUSTOM_ID_DUPLICATED" if name == "custom_id" else "DUPLICATED_ID"
                yield Complaint((*path, name), code, said)


def _sums(everything: list[Json]) -> Complaints:
    if len(everything) > MOST_OF_NEW_KIND:
        said = f"The total number of components must be {MOST_OF_NEW_KIND} or fewer."
        yield Complaint(_ROOT, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", said)
    if not everything:
        yield values.required(_ROOT)
    texts = [each.get("content") for each in everything if _kind(each) == Component.TEXT_DISPLAY]
    if sum(len(text) for text in texts if isinstance(text, str)) > MOST_TEXT:
        said = f"The total text of all components must be {MOST_TEXT} or fewer in length."
        yield Complaint(_ROOT, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", said)


def _kind(component: Json) -> int:
    kind = component.get("type")
    return kind if isinstance(kind, int) else 0


def _part(component: Json, path: Path, allowed: tuple[Component, ...]) -> Complaints:
    kind = _kind(component)
    if kind not in allowed:
        yield values.choice((*path, "type"), component.get("type"), tuple(map(int, allowed)))
        return
    check_part = _PARTS.get(Component(kind))
    if check_part:
        yield from check_part(component, path)


def _row(row: Json, path: Path) -> Complaints:
    here = (*path, "components")
    yield from values.count(row.get("components"), here, 1, ROW_WIDTH)
    inside = values.objects(row, "components")
    if len(inside) > 1 and any(_kind(each) in SELECTS for _, each in inside):
        said = "A row with a select has no room for anything else."
        yield Complaint(here, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", said)
    for place, component in inside:
        yield from _part(component, (*here, place), (Component.BUTTON, *SELECTS))


def _section(section: Json, path: Path) -> Complaints:
    here = (*path, "components")
    yield from values.count(section.get("components"), here, 1, SECTION_TEXTS)
    for place, component in values.objects(section, "components"):
        yield from _part(component, (*here, place), (Component.TEXT_DISPLAY,))
    beside = section.get("accessory")
    if not isinstance(beside, dict):
        yield values.required((*path, "accessory"))
        return
    yield from _part(beside, (*path, "accessory"), (Component.BUTTON, Component.THUMBNAIL))


def _display(display: Json, path: Path) -> Complaints:
    yield from values.text(display, "content", path, MOST_TEXT, shortest=1)


def _picture(thumbnail: Json, path: Path) -> Complaints:
    yield from values.text(thumbnail, "description", path, _ALT_TEXT)
    media = thumbnail.get("media")
    if not isinstance(media, dict):
        yield values.required((*path, "media"))
    else:
        yield from values.link(media, "url", (*path, "media"), 2048)


def _gallery(gallery: Json, path: Path) -> Complaints:
    yield from values.count(gallery.get("items"), (*path, "items"), 1, MOST_MEDIA)
    for place, item in values.objects(gallery, "items"):
        yield from _picture(item, (*path, "items", place))


def _container(container: Json, path: Path) -> Complaints:
    here = (*path, "components")
    yield from values.number(container, "accent_color", path, 0, _LARGEST_COLOR)
    yield from values.count(container.get("components"), here, 1, MOST_OF_NEW_KIND)
    for place, component in values.objects(container, "components"):
        yield from _part(component, (*here, place), IN_CONTAINER)


def _separator(separator: Json, path: Path) -> Complaints:
    yield from values.number(separator, "spacing", path, 1, 2)


_PARTS = {
    Component.ACTION_ROW: _row,
    Component.SECTION: _section,
    Component.TEXT_DISPLAY: _display,
    Component.THUMBNAIL: _picture,
    Component.MEDIA_GALLERY: _gallery,
    Component.CONTAINER: _container,
    Component.SEPARATOR: _separator,
    Component.BUTTON: controls.button,
    **dict.fromkeys(SELECTS, controls.select),
}
