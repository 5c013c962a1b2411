// Pressing: buttons, what is asked before they count, and the dialogs that they open.

import { answer } from "./answers.js";
import { morph, parse } from "./morph.js";
import { newDelivery, send } from "./sending.js";

const confirmation = document.querySelector("#confirm");
const dialog = document.querySelector("#dialog");

export function startPressing() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button && button.getAttribute("aria-busy") !== "true") press(button);
    if (event.target.closest("[data-cancel]")) dialog.close();
  });
  dialog.addEventListener("submit", submit);
  dialog.addEventListener("input", count);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) dialog.querySelector("form").requestSubmit();
  });
}

export function openDialog(html) {
  dialog.innerHTML = html;
  dialog.classList.toggle("narrow", !dialog.querySelector("[data-preview]"));
  dialog.querySelectorAll("[data-count]").forEach(measure);
  dialog.dataset.delivery = newDelivery();
  dialog.showModal();
  dialog.querySelector("textarea, input:not([type=hidden])")?.focus();
}

async function press(button) {
  const { action, release, question, argument } = button.dataset;
  if ("confirm" in button.dataset && !(await isConfirmed(button))) return;
  button.setAttribute("data-local", "aria-busy");
  button.setAttribute("aria-busy", "true");
  const path = "asks" in button.dataset ? "/console/dialog" : "/console/press";
  const told = await send(path, { action, release, question, argument });
  button.removeAttribute("aria-busy");
  answer(release, told);
  if (told.dialog) openDialog(told.dialog);
}

function isConfirmed(button) {
  const { title, text, yes, no } = button.dataset;
  const parts = { title, text, yes, no };
  for (const [name, words] of Object.entries(parts)) {
    confirmation.querySelector(`#confirm-${name}`).textContent = words;
  }
  const isDanger = button.classList.contains("danger");
  confirmation.querySelector("#confirm-yes").classList.toggle("danger-now", isDanger);
  confirmation.returnValue = "no";
  confirmation.showModal();
  return new Promise((resolve) => {
    confirmation.addEventListener("close", () => resolve(confirmation.returnValue === "yes"), {
      once: true,
    });
  });
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("[type=submit]");
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  clearTimeout(pause); // what is submitted is no draft any more
  const { action, release, question, argument } = form.dataset;
  const values = { action, release, question, argument, ...Object.fromEntries(new FormData(form)) };
  const told = await send("/console/press", values, dialog.dataset.delivery);
  button.removeAttribute("aria-busy");
  if (told.refused) {
    const place = form.querySelector(".answer");
    place.innerHTML = told.html;
    place.scrollIntoView({ block: "nearest" });
    if (!told.isSilence) dialog.dataset.delivery = newDelivery();
    return;
  }
  dialog.close();
  if (told.dialog) openDialog(told.dialog); // it has to be confirmed, now that more is known
  answer(release, { ...told, dialog: "" });
}

let pause;

function count(event) {
  const field = event.target;
  measure(dialog.querySelector(`[data-count="${CSS.escape(field.id)}"]`));
  if (!("preview" in field.dataset)) return;
  clearTimeout(pause);
  pause = setTimeout(async () => {
    const form = dialog.querySelector("form");
    const { release } = form.dataset;
    const base = form.elements["field.base"].value;
    const { html, room } = await send("/console/preview", { release, base, text: field.value });
    const shown = field.parentElement.querySelector(".preview .prose");
    if (!shown) return;
    shown.innerHTML = html;
    if (room) showRoom(parse(room));
  }, 250);
}

function showRoom(told) {
  const shown = dialog.querySelector(`[data-part="${CSS.escape(told.dataset.part)}"]`);
  if (shown) morph(shown, told);
}

function measure(output) {
  if (!output) return;
  const field = document.getElementById(output.dataset.count);
  const length = [...field.value].length;
  const longest = Number(output.dataset.longest);
  const over = Math.max(0, length - longest);
  output.textContent = `${length.toLocaleString("en")} of ${longest.toLocaleString("en")} characters`;
  output.classList.toggle("over", over > 0);
  field.setCustomValidity(over ? `This is ${over} characters too long.` : "");
}
