// Sending: one form to the bot, as the person whom this page acts as.

export function actingAs() {
  return document.querySelector("#acting input:checked")?.value ?? "";
}

export function newDelivery() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function send(path, values, delivery = newDelivery()) {
  const { kind, channel } = document.body.dataset;
  const project = kind === "projects" ? channel : "";
  const body = new URLSearchParams({ ...values, as: actingAs(), project, delivery });
  try {
    const answer = await fetch(path, { method: "POST", body });
    return await answer.json();
  } catch {
    return { refused: true, html: SILENCE, isSilence: true };
  }
}

const SILENCE =
  '<div class="refused" role="alert"><p><strong>The bot did not answer.</strong> ' +
  "Nothing is lost: see how it stands when the connection is back, then try again.</p></div>";
