/* Keys and the preview beside the list. Every screen works without this file. */
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;

  const isList = desk.dataset.desk === "list";
  const rows = [...desk.querySelectorAll("[data-desk-row]")];
  const pane = desk.querySelector("[data-desk-preview]");
  const help = document.getElementById("desk-keys");
  const wide = window.matchMedia("(min-width: 80rem)");
  let chosen = -1;
  let asked = null;

  const show = async (row) => {
    if (!pane || !wide.matches) return;
    asked?.abort();
    asked = new AbortController();
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(row.dataset.preview, { signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok) return;
      pane.innerHTML = await answer.text();
      pane.hidden = false;
      pane.scrollTop = 0;
      pane.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name !== "AbortError") pane.hidden = true;
    }
  };

  const choose = (index, focus) => {
    if (!rows.length) return;
    chosen = Math.max(0, Math.min(index, rows.length - 1));
    rows.forEach((row, position) => row.toggleAttribute("data-chosen", position === chosen));
    const row = rows[chosen];
    if (focus) {
      row.querySelector("[data-desk-open]").focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
    show(row);
  };

  rows.forEach((row, index) => {
    row.addEventListener("focusin", () => {
      if (index !== chosen) choose(index, false);
    });
    row.addEventListener("click", (event) => {
      if (!wide.matches || event.target.closest("a, button, form")) return;
      choose(index, false);
    });
  });
  if (isList && wide.matches && rows.length) choose(0, false);

  const openPart = (verb) => {
    const part = document.getElementById(`tay-${verb}`);
    if (!part) return false;
    if (part.tagName === "DETAILS") part.open = true;
    const first = part.querySelector("textarea, input:not([type=hidden]), button[type=submit]");
    (first || part).focus();
    part.scrollIntoView({ block: "center" });
    return true;
  };

  const go = (suffix) => {
    const row = rows[chosen];
    if (row) window.location.assign(row.querySelector("[data-desk-open]").href + suffix);
  };

  const keys = isList
    ? {
        j: () => choose(chosen + 1, true),
        k: () => choose(chosen - 1, true),
        n: () => rows[chosen]?.querySelector("[data-desk-claim]")?.requestSubmit(),
        d: () => go("#tay-approve"),
        t: () => go("#tay-return"),
        "/": () => desk.querySelector("[data-desk-search]").focus(),
      }
    : {
        n: () => document.getElementById("form-claim")?.requestSubmit(),
        d: () => openPart("approve"),
        t: () => openPart("return"),
        e: () => desk.querySelector("[data-desk-edit]")?.click(),
        u: () => window.history.back(),
      };
  keys["?"] = () => (help.open ? help.close() : help.showModal());

  const isTyping = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      if (help.open && event.key !== "?") return;
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      // The admin has a list of keys of its own behind "?".
      event.stopImmediatePropagation();
      act();
    },
    true,
  );

  if (window.location.hash.startsWith("#tay-")) openPart(window.location.hash.slice(5));
  const refusal = desk.querySelector("[role=alert]");
  if (refusal) refusal.scrollIntoView({ block: "center" });
})();
