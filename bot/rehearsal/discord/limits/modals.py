"""Modals: one to five labelled inputs, a title, and an id of their own."""

from bot.rehearsal.discord.limits import components, controls, values
from bot.rehearsal.discord.limits.values import Complaints, Path
from bot.rehearsal.discord.numbers import SELECTS, Component
from bot.rehearsal.discord.problems import Json

TITLE = 45
MOST = 5
LABEL, DESCRIPTION = 45, 100
_ON_TOP = (Component.LABEL, Component.TEXT_DISPLAY, Component.ACTION_ROW)
_GROUPS = (Component.RADIO_GROUP, Component.CHECKBOX_GROUP)
_ALONE = (Component.CHECKBOX, Component.FILE_UPLOAD)
_LABELLED = (Component.TEXT_INPUT, *SELECTS, *_GROUPS, *_ALONE)


def check(data: Json, root: Path = ("data",)) -> Complaints:
    """Everything that is wrong with a modal."""
    yield from values.text(data, "title", root, TITLE, shortest=1)
    yield from controls.custom_id(data, root)
    here = (*root, "components")
    yield from values.count(data.get("components"), here, 1, MOST)
    for place, component in values.objects(data, "components"):
        yield from _part(component, (*here, place))
    everything = [((*root, *path), each) for path, each in components.walk(data)]
    yield from components.unique(everything)


def _part(component: Json, path: Path) -> Complaints:
    kind = component.get("type")
    if kind not in _ON_TOP:
        yield values.choice((*path, "type"), kind, tuple(map(int, _ON_TOP)))
    elif kind == Component.TEXT_DISPLAY:
        yield from values.text(component, "content", path, controls.TEXT, shortest=1)
    elif kind == Component.ACTION_ROW:
        yield from values.count(component.get("components"), (*path, "components"), 1, 1)
        for place, each in values.objects(component, "components"):
            here = (*path, "components", place)
            if each.get("type") == Component.TEXT_INPUT:
                yield from controls.text_input(each, here, labelled=False)
            else:
                yield values.choice((*here, "type"), each.get("type"), (4,))
    else:
        yield from _label(component, path)


def _label(label: Json, path: Path) -> Complaints:
    yield from values.text(label, "label", path, LABEL, shortest=1)
    yield from values.text(label, "description", path, DESCRIPTION)
    inside, here = label.get("component"), (*path, "component")
    if not isinstance(inside, dict):
        yield values.required(here)
    elif inside.get("type") == Component.TEXT_INPUT:
        yield from controls.text_input(inside, here, labelled=True)
    elif inside.get("type") in SELECTS:
        yield from controls.select(inside, here)
    elif inside.get("type") in _GROUPS:
        yield from controls.group(inside, here)
    elif inside.get("type") in _LABELLED:
        yield from controls.custom_id(inside, here)
    else:
        yield values.choice((*here, "type"), inside.get("type"), tuple(map(int, _LABELLED)))
