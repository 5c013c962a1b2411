"""The console's pictures in docs/images: `python -m tests.journeys.pictures` takes them anew.

They show a sample release, so that the next ones differ only where the console does.
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import ViewportSize, expect

from tests.fakes import sample_statuses
from tests.journeys import watching

IMAGES = Path(__file__).parents[2] / "docs" / "images"
PICTURES = {
    "console-approval.png": ("one vote", 1012),
    "console-done.png": ("done", 826),
}
WIDTH = 1280
LARGEST = 150_000  # bytes: a page with both is read on a phone, too
WITHOUT_FOCUS = "document.activeElement?.blur()"


async def take(name: str, folder: Path) -> Path:
    """Take one picture, with the person acting who has to do something there."""
    moment, height = PICTURES[name]
    size = ViewportSize(width=WIDTH, height=height)
    async with watching.seen(viewport=size, reduced_motion="reduce") as it:
        await it.page.locator('#acting input[value="carol"]').locator("..").click()
        await it.show(sample_statuses.conversation(moment))
        await expect(it.page.locator(".card")).to_be_visible()
        await it.page.evaluate(WITHOUT_FOCUS)
        await it.page.screenshot(path=folder / name)
    return folder / name


def take_all(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        size = asyncio.run(take(name, folder)).stat().st_size
        told = f"{size} bytes, {'too many' if size > LARGEST else 'few enough'}"
        sys.stderr.write(f"{folder / name}: {told}\n")


if __name__ == "__main__":
    take_all(IMAGES)
