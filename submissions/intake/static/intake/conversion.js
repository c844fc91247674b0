// The page of a file on its way looks again by itself; without this file the browser reloads the whole page.
(() => {
  "use strict";
  const standing = document.querySelector("[data-standing]");
  if (!standing) return;
  let wait = 700;
  const look = async () => {
    try {
      const response = await fetch(standing.dataset.standing, { headers: { "X-Requested-With": "fetch" } });
      if (!response.ok || response.redirected) return location.reload();
      const part = new DOMParser().parseFromString(await response.text(), "text/html").body.firstElementChild;
      if (part.dataset.next) return location.replace(part.dataset.next);
      if (part.querySelector("#refusal")) return location.reload();
      if (part.dataset.state !== standing.firstElementChild.dataset.state) standing.replaceChildren(part);
    } catch {
      // The line is down for a moment; the next look tells.
    }
    wait = Math.min(wait * 1.3, 5000);
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
})();
