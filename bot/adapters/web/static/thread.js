// The thread of a release, beside the messages.

const panel = document.querySelector("#threads");
let opener = "";

export function startThreads() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-thread]");
    if (link) toggle(link.dataset.thread);
    if (event.target.closest("[data-close-thread]")) close();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}

export function refreshThreads() {
  panel.querySelectorAll(".thread").forEach((thread) => {
    thread.hidden = thread.dataset.key !== opener;
  });
  document.querySelectorAll("[data-thread]").forEach((link) => {
    link.setAttribute("aria-expanded", String(link.dataset.thread === opener));
  });
  panel.hidden = !panel.querySelector(".thread:not([hidden])");
}

function toggle(release) {
  if (opener === release) {
    close();
    return;
  }
  opener = release;
  refreshThreads();
  const events = panel.querySelector(".thread:not([hidden]) .events");
  events.scrollTop = events.scrollHeight;
  panel.querySelector(".thread:not([hidden]) [data-close-thread]").focus();
}

function close() {
  const link = document.querySelector(`[data-thread="${CSS.escape(opener)}"]`);
  opener = "";
  refreshThreads();
  link?.focus();
}
