// What happens in the channel appears by itself; what somebody types meanwhile stays.

const PAUSE = 700; // milliseconds between looks
const TYPING_PAUSE = 150; // after a key, before it is asked what may follow
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function place(part, asked = "") {
  const path = location.pathname.split("/").slice(0, 4).join("/");
  return `${path}/${part}?${new URLSearchParams(asked)}`;
}

function takeOver(page, name) {
  const [now, next] = [document.getElementById(name), page.getElementById(name)];
  if (!now || !next || now.dataset.version === next.dataset.version) return;
  now.replaceWith(document.adoptNode(next));
}

function tick() {
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  for (const each of document.querySelectorAll("time.ticking")) {
    const seconds = (Date.parse(each.dateTime) - Date.now()) / 1000;
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
    each.textContent = words.format(Math.round(seconds / size), unit);
  }
}

async function look() {
  try {
    const answer = await fetch(place("parts", location.search));
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isAtEnd = innerHeight + scrollY >= document.body.scrollHeight - 80;
      takeOver(page, "stream");
      takeOver(page, "dialog");
      tick();
      if (isAtEnd) scrollTo(0, document.body.scrollHeight);
    }
  } catch {
    // The local chat is away; it is asked again.
  }
  setTimeout(look, PAUSE);
}

function offerWhatFollows(line, offers) {
  let typing;
  line.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(async () => {
      if (!line.value.startsWith("/")) return;
      const thread = new URLSearchParams(location.search).get("thread") ?? "";
      const answer = await fetch(place("offers", { line: line.value, thread }));
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      offers.replaceChildren(...page.querySelectorAll("option"));
    }, TYPING_PAUSE);
  });
}

const waiting = new Map(); // what is being typed, by field: a burst of characters is told once

function tell(field) {
  const view = field.form.elements.view.value;
  const told = new URLSearchParams({ view, block: field.dataset.block, text: field.value });
  waiting.delete(field);
  fetch(place("typed"), { method: "POST", body: told }).catch(() => {});
}

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.block) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(tell, 300, target));
});

const [line, offers] = [document.getElementById("line"), document.getElementById("offers")];
if (line && offers) offerWhatFollows(line, offers);
scrollTo(0, document.body.scrollHeight);
tick();
setInterval(tick, 1000);
setTimeout(look, PAUSE);
