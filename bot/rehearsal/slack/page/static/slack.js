// What happens in the channel appears by itself; what somebody types meanwhile stays.

const PAUSE = 700; // milliseconds between looks

function placeOfParts() {
  const thread = new URLSearchParams(location.search).get("thread");
  const path = location.pathname.split("/").slice(0, 4).join("/");
  return `${path}/parts${thread ? `?thread=${encodeURIComponent(thread)}` : ""}`;
}

function takeOver(page, name) {
  const [now, next] = [document.getElementById(name), page.getElementById(name)];
  if (!now || !next || now.dataset.version === next.dataset.version) return;
  now.replaceWith(document.adoptNode(next));
}

async function look() {
  try {
    const answer = await fetch(placeOfParts());
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isAtEnd = innerHeight + scrollY >= document.body.scrollHeight - 80;
      takeOver(page, "stream");
      takeOver(page, "dialog");
      if (isAtEnd) scrollTo(0, document.body.scrollHeight);
    }
  } catch {
    // The local Slack is away; it is asked again.
  }
  setTimeout(look, PAUSE);
}

const waiting = new Map(); // what is being typed, by field: a burst of characters is told once

function tell(field) {
  const place = location.pathname.split("/").slice(0, 4).join("/");
  const view = field.form.elements.view.value;
  const told = new URLSearchParams({ view, block: field.dataset.block, text: field.value });
  waiting.delete(field);
  fetch(`${place}/typed`, { method: "POST", body: told }).catch(() => {});
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.block) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(tell, 300, target));
});

scrollTo(0, document.body.scrollHeight);
setTimeout(look, PAUSE);
