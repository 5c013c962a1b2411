// The console: what happens in a channel appears, and what people do here is sent.

import { clearAnswers, refreshAnswers } from "./answers.js";
import { startComposer } from "./composer.js";
import { morph, parse } from "./morph.js";
import { openDialog, startPressing } from "./press.js";
import { actingAs } from "./sending.js";
import { follow } from "./stream.js";
import { refreshThreads, startThreads } from "./thread.js";

const stream = document.querySelector("#stream");
const items = document.querySelector("#items");
const threads = document.querySelector("#thread-list");
const live = document.querySelector("#live");
const summaries = new Map();
const runningSince = new WeakMap();

const CLOSE = 8; // pixels: who has scrolled no further is still where we left them

function bottom() {
  return stream.scrollHeight - stream.clientHeight;
}

// Where the newest message is read from: its beginning, if it is longer than the screen.
function newest() {
  const last = items.lastElementChild;
  return last ? Math.min(bottom(), last.offsetTop - CLOSE) : bottom();
}

function isAt(place) {
  return Math.abs(stream.scrollTop - place) <= CLOSE;
}

function change(update) {
  const last = items.lastElementChild;
  const follows = isAt(newest());
  const ends = isAt(bottom());
  const focused = document.activeElement?.closest(".message");
  update();
  refreshThreads();
  refreshAnswers();
  refreshPings();
  tick();
  document.querySelector("#empty").hidden = items.childElementCount > 0;
  if (focused?.isConnected && document.activeElement === document.body) focused.focus();
  const isNew = last !== items.lastElementChild;
  if (follows || (ends && isNew)) stream.scrollTop = newest();
  else if (ends) stream.scrollTop = bottom();
}

function showOne({ release, summary, card, thread }) {
  const spoken = summaries.get(release);
  summaries.set(release, summary);
  if (spoken !== undefined && spoken !== summary) live.textContent = summary;
  put(items, release, card);
  if (thread) put(threads, release, thread);
}

function put(parent, key, html) {
  const wanted = parse(html);
  const there = parent.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`);
  if (there) morph(there, wanted);
  else parent.append(wanted);
}

function showAll(all) {
  const keys = all.map((item) => item.release);
  for (const gone of items.querySelectorAll(":scope > [data-key]")) {
    if (!keys.includes(gone.dataset.key)) gone.remove();
  }
  all.forEach(showOne);
}

function tellConnection(state, words) {
  document.querySelector("#connection").dataset.state = state;
  document.querySelector("#connection-words").textContent = words;
  if (state === "lost") live.textContent = words;
}

function answered({ html, dialog }) {
  const aside = parse(html);
  items.append(aside);
  refreshAnswers();
  document.querySelector("#empty").hidden = true;
  stream.scrollTop = newest();
  if (dialog) openDialog(dialog);
}

function refreshPings() {
  for (const ping of document.querySelectorAll(".ping")) {
    ping.classList.toggle("me", ping.dataset.person === actingAs());
  }
}

function refreshPerson() {
  const address = new URL(location.href);
  address.searchParams.set("as", actingAs());
  history.replaceState(null, "", address);
  for (const link of document.querySelectorAll("[data-channel-link]")) link.search = address.search;
  clearAnswers();
  refreshPings();
}

function tick() {
  const now = performance.now();
  for (const shown of document.querySelectorAll("[data-running]")) {
    const told = shown.dataset.running;
    if (runningSince.get(shown)?.told !== told) runningSince.set(shown, { told, since: now });
    const seconds = Number(told) + (now - runningSince.get(shown).since) / 1000;
    shown.textContent =
      seconds < 60
        ? `${Math.floor(seconds)} s`
        : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
  }
}

document.addEventListener("click", (event) => {
  const details = event.target.closest("summary")?.parentElement;
  details?.setAttribute("data-local", "open"); // from now on the person decides
});
document.querySelector("#acting")?.addEventListener("change", refreshPerson);

if (actingAs()) refreshPerson();
startComposer(answered);
startPressing();
startThreads();
setInterval(tick, 1000);
stream.scrollTop = newest();
follow(
  { kind: document.body.dataset.kind, name: document.body.dataset.channel },
  {
    all: (all) => change(() => showAll(all)),
    one: (item) => change(() => showOne(item)),
    tell: tellConnection,
  },
);
