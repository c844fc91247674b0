// Keeps the list of findings up to date while one writes. The list is on the page without this file, as of the last save.
(() => {
  "use strict";
  const WAIT = 700; // milliseconds of rest before the text is looked at

  for (const box of document.querySelectorAll("[data-checks]")) {
    const body = box.querySelector("[data-checks-body]");
    const status = box.querySelector("[data-checks-status]");
    const form = box.dataset.checksForm ? document.getElementById(box.dataset.checksForm) : null;
    let asked = null;
    let timer = 0;

    const refresh = async () => {
      asked?.abort();
      asked = new AbortController();
      const options = { signal: asked.signal, credentials: "same-origin" };
      if (form) Object.assign(options, { method: "POST", body: new FormData(form) });
      try {
        const answer = await fetch(box.dataset.checksUrl, options);
        if (!answer.ok || answer.redirected) return; // the list stays as it was; saving tells what is wrong
        const before = box.querySelector("[data-checks-head]")?.textContent.trim();
        body.innerHTML = await answer.text();
        const now = box.querySelector("[data-checks-head]")?.textContent.trim();
        if (now !== before) status.textContent = now;
      } catch (error) {
        if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, WAIT);
    };

    if (form) {
      form.addEventListener("input", soon);
      form.addEventListener("change", soon);
    } else {
      document.addEventListener("w-autosave:success", soon);
    }
  }

  // A jump to a field puts the cursor into it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-checks-jump]");
    const id = link?.getAttribute("href").startsWith("#") ? decodeURIComponent(link.hash.slice(1)) : "";
    // A text made of blocks has no field of its own; Wagtail marks its place.
    const target = id && (document.getElementById(id) || document.querySelector(`[data-contentpath="${CSS.escape(id)}"]`));
    if (!target) return;
    event.preventDefault();
    const fields = "input:not([type=hidden]), textarea, select, [contenteditable=true]";
    const field = target.matches(fields) ? target : target.querySelector(fields);
    target.scrollIntoView({ block: "center" });
    (field || target).focus({ preventScroll: true });
  });
})();
