// The composer: a line that begins with /release, with hints to complete it.

import { newDelivery, send } from "./sending.js";

const PREFIX = "/release ";

export function startComposer(answered) {
  const form = document.querySelector("#composer");
  if (!form) return;
  const line = form.querySelector("input");
  const list = form.querySelector(".hints");
  const hints = [...list.children];
  let said = "";
  let delivery = newDelivery();

  const chosen = () => hints.find((hint) => hint.getAttribute("aria-selected") === "true");
  const offered = () => hints.filter((hint) => !hint.hidden);

  function choose(hint) {
    hints.forEach((each) => each.setAttribute("aria-selected", String(each === hint)));
    if (hint) line.setAttribute("aria-activedescendant", hint.id);
    else line.removeAttribute("aria-activedescendant");
    hint?.scrollIntoView({ block: "nearest" });
  }

  function offer() {
    const typed = line.value.toLowerCase().trimStart();
    const words = typed.startsWith(PREFIX) ? typed.slice(PREFIX.length) : "";
    const begins = typed.startsWith("/") && (typed.startsWith(PREFIX) || PREFIX.startsWith(typed));
    hints.forEach((hint) => {
      hint.hidden = !begins || !hint.dataset.words.startsWith(words);
    });
    const only = offered();
    const isWhole = only.length === 1 && only[0].dataset.words === words;
    show(only.length > 0 && !isWhole);
    choose(null);
  }

  function show(isOpen) {
    list.hidden = !isOpen;
    line.setAttribute("aria-expanded", String(isOpen));
  }

  function complete(hint) {
    line.value = PREFIX + hint.dataset.words + (hint.dataset.follows ? " " : "");
    show(false);
    choose(null);
    line.focus();
  }

  function step(by) {
    const all = offered();
    const now = all.indexOf(chosen());
    choose(all[now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length]);
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Tab: () => complete(chosen() ?? offered()[0]),
    Escape: () => show(false),
    Enter: () => chosen() && complete(chosen()),
  };

  line.addEventListener("input", offer);
  line.addEventListener("blur", () => show(false));
  line.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowUp" && !line.value) line.value = said;
    } else if (event.key in keys && !event.shiftKey && (event.key !== "Enter" || chosen())) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the line keeps the focus
    const hint = event.target.closest("li");
    if (hint) complete(hint);
  });
  document.addEventListener("click", (event) => {
    const offerButton = event.target.closest("[data-type]");
    if (!offerButton) return;
    line.value = offerButton.dataset.type;
    line.focus();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = line.value.trim();
    const button = form.querySelector("button");
    if (!text || button.getAttribute("aria-busy") === "true") return;
    show(false);
    button.setAttribute("aria-busy", "true");
    const told = await send("/console/say", { text }, delivery);
    button.removeAttribute("aria-busy");
    if (!told.isSilence) {
      delivery = newDelivery(); // until then the same line is the same request
      said = text;
      if (line.value.trim() === text) line.value = "";
    }
    answered(told);
  });
}
