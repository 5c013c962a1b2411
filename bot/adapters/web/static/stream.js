// The stream: follows a channel, comes back by itself, and says how it stands. A page that nobody
// looks at gives its connection up: a browser has only six for all pages of one address.

const AGAIN = [1000, 2000, 5000, 10000]; // milliseconds, longer after each failure
const WORDS = {
  live: "Live",
  back: "Live again; this is how it stands now",
  lost: "Connection lost, trying again …",
  locked: "The key has changed: open the address that releasebot printed",
};

export function follow({ kind, name }, { all, one, tell }) {
  const address = `/console/stream?${new URLSearchParams({ kind, name })}`;
  let source = null;
  let failures = 0;

  function open() {
    if (source || document.hidden) return;
    source = new EventSource(address);
    source.addEventListener("all", (event) => {
      tell("live", failures ? WORDS.back : WORDS.live);
      failures = 0;
      all(JSON.parse(event.data));
    });
    source.addEventListener("one", (event) => one(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      close();
      tell("lost", WORDS.lost);
      setTimeout(tryAgain, AGAIN[Math.min(failures++, AGAIN.length - 1)]);
    });
  }

  function close() {
    source?.close();
    source = null;
  }

  async function tryAgain() {
    const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
    if (answer?.status === 403) tell("lost", WORDS.locked);
    else open();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
}
