/* Brings the live parts of the page up to date every ten seconds. The page works without it. */
(() => {
  "use strict";
  const desk = document.querySelector("[data-fwd]");
  const address = desk && desk.dataset.fwd;
  if (!address) return;

  const EVERY = 10000;
  const pulse = desk.querySelector("[data-fwd-pulse]");
  const say = (what) => {
    pulse.hidden = false;
    pulse.querySelector("[data-fwd-running]").hidden = what === "stopped";
    pulse.querySelector("[data-fwd-held]").hidden = what !== "held";
    pulse.querySelector("[data-fwd-stopped]").hidden = what !== "stopped";
  };
  // Each answer has another token in its forms; that alone is no change.
  const content = (part) => part.innerHTML.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
  const inUse = (part) => part.querySelector("details[open]") || part.contains(document.activeElement?.closest("textarea, input"));

  const place = (focused) => {
    const key = focused?.getAttribute("href");
    return key ? (part) => [...part.querySelectorAll("a")].find((link) => link.getAttribute("href") === key) : null;
  };

  const exchange = (fresh) => {
    let held = false;
    desk.querySelectorAll("[data-fwd-live]").forEach((part) => {
      const other = fresh.getElementById(part.id);
      if (!other || content(other) === content(part)) return;
      if (inUse(part)) {
        held = true;
        return;
      }
      const find = part.contains(document.activeElement) ? place(document.activeElement) : null;
      part.replaceChildren(...other.childNodes);
      find?.(part)?.focus({ preventScroll: true });
    });
    return held;
  };

  let timer = 0;
  let asked = null;
  const stop = () => {
    window.clearTimeout(timer);
    asked?.abort();
  };
  const wait = () => {
    window.clearTimeout(timer);
    if (!document.hidden) timer = window.setTimeout(ask, EVERY);
  };

  async function ask() {
    stop();
    asked = new AbortController();
    const mine = asked;
    try {
      const answer = await fetch(address, {
        signal: mine.signal,
        credentials: "same-origin",
        headers: { "X-Requested-With": "XMLHttpRequest" },
      });
      // Signed out, or the right was taken away: asking again would not help.
      if (answer.redirected || (answer.status >= 400 && answer.status < 500)) {
        say("stopped");
        return;
      }
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        say(exchange(fresh) ? "held" : "running");
        const now = new Date();
        pulse.querySelector("[data-fwd-at]").textContent = now.toLocaleTimeString(document.documentElement.lang || undefined);
      }
    } catch (error) {
      if (error.name === "AbortError") return;
      // The server is away for a moment: the next question may find it.
    }
    wait();
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : ask()));
  wait();
})();
