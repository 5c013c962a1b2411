// Answers: what the bot told one person, beside the buttons or in the channel. It is true until
// something happens to its release; from then on it says so, and beside the buttons it goes as soon
// as there is nothing left to press.

const OVERTAKEN = "before the newest update";

export function answer(release, { html, dialog, as_of }) {
  const place = document.querySelector(`#release-${CSS.escape(release)} .answer`);
  if (!place) return;
  place.innerHTML = dialog ? "" : html;
  place.dataset.about = release;
  place.dataset.asOf = as_of ?? "";
  refreshAnswers();
}

export function clearAnswers() {
  document.querySelectorAll(".card .answer").forEach((place) => place.replaceChildren());
}

export function refreshAnswers() {
  for (const told of document.querySelectorAll("[data-about]")) {
    const card = document.querySelector(`#release-${CSS.escape(told.dataset.about)}`);
    if (!card || !isOvertaken(told, card)) continue;
    if (told.closest(".card") && !card.querySelector(".buttons")) told.replaceChildren();
    else mark(told);
  }
}

function isOvertaken(told, card) {
  const known = Number(told.dataset.asOf);
  return known > 0 && Number(card.dataset.event) > known;
}

function mark(told) {
  const line = told.querySelector(".private");
  if (!line || line.querySelector(".overtaken")) return;
  const words = document.createElement("span");
  words.className = "overtaken";
  words.textContent = OVERTAKEN;
  line.append(words);
}
