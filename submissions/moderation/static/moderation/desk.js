/* Keys, ticks and the preview beside the list. Every screen works without this file. */
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;

  const isList = desk.dataset.desk === "list";
  const rows = [...desk.querySelectorAll("[data-desk-row]")];
  const pane = desk.querySelector("[data-desk-preview]");
  const live = desk.querySelector("[data-desk-live]");
  const help = document.getElementById("desk-keys");
  const wide = window.matchMedia("(min-width: 80rem)");
  const here = window.location.pathname + window.location.search;
  const PLACE = "desk-place";
  const LIST = "desk-list";
  const DONE = "desk-done";
  let chosen = -1;
  let asked = null;
  let shown = null;

  const say = (words) => {
    if (live) live.textContent = words;
  };

  // A place that takes the focus but is no stop of the Tab key.
  const focusOn = (element) => {
    if (!element) return;
    element.tabIndex = -1;
    element.focus();
  };

  const show = async (row) => {
    if (!pane || !wide.matches || !row.dataset.preview) return;
    asked?.abort();
    asked = new AbortController();
    shown = null;
    pane.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(row.dataset.preview, { signal: asked.signal, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      pane.innerHTML = await answer.text();
      pane.hidden = false;
      pane.scrollTop = 0;
      shown = row;
      say(live.dataset.shown.replace("{title}", row.querySelector("[data-desk-open]").textContent.trim()));
    } catch (error) {
      if (error.name === "AbortError") return;
      pane.replaceChildren();
      pane.hidden = true;
    }
    pane.removeAttribute("aria-busy");
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
      if (!wide.matches || event.target.closest("a, button, form, label, input")) return;
      choose(index, false);
    });
  });

  // After a verb the list comes again: the person goes on at the same place, where the next row stands now.
  const keep = () => {
    if (chosen >= 0) window.sessionStorage.setItem(PLACE, JSON.stringify({ here, chosen }));
  };
  const kept = () => {
    try {
      const place = JSON.parse(window.sessionStorage.getItem(PLACE));
      window.sessionStorage.removeItem(PLACE);
      return place && place.here === here ? place.chosen : null;
    } catch {
      return null;
    }
  };
  if (isList) {
    window.sessionStorage.setItem(LIST, here);
    desk.addEventListener("submit", keep);
    // Who opens a row comes back to it.
    rows.forEach((row) => row.querySelector("[data-desk-open]").addEventListener("click", keep));
    const place = kept();
    if (place !== null || window.sessionStorage.getItem(DONE)) {
      if (rows.length) choose(place ?? 0, true);
      else focusOn(desk.querySelector(".desk-empty"));
    } else if (rows.length && wide.matches) choose(0, false);
  }

  const ticks = [...desk.querySelectorAll("[data-desk-tick]")];
  const count = () => {
    const ticked = ticks.filter((tick) => tick.checked).length;
    desk.querySelector("[data-desk-bulk]").classList.toggle("desk-bulk--ready", ticked > 0);
    desk.querySelector("[data-desk-ticked]").textContent = ticked ? String(ticked) : "";
    say(live.dataset.ticked.replace("{count}", String(ticked)));
  };
  ticks.forEach((tick) => tick.addEventListener("change", count));
  const toggle = () => {
    const tick = rows[chosen]?.querySelector("[data-desk-tick]");
    if (!tick) return;
    tick.checked = !tick.checked;
    count();
  };

  const openPart = (...verbs) => {
    const part = verbs.map((verb) => document.getElementById(`tay-${verb}`)).find(Boolean);
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
  // Beside the list if the article stands there with its verbs, else on its own page.
  const decide = (...verbs) => {
    if (shown && shown === rows[chosen] && openPart(...verbs)) return;
    go(`#tay-${verbs[0]}`);
  };

  const keys = isList
    ? {
        j: () => choose(chosen + 1, true),
        k: () => choose(chosen - 1, true),
        n: () => rows[chosen]?.querySelector("[data-desk-claim]")?.requestSubmit(),
        d: () => decide("approve", "endorse", "submit"),
        t: () => decide("return", "send_back"),
        x: toggle,
        "/": () => desk.querySelector("[data-desk-search]")?.focus(),
      }
    : {
        n: () => document.getElementById("form-claim")?.requestSubmit(),
        d: () => openPart("approve", "endorse", "submit"),
        t: () => openPart("return", "send_back"),
        e: () => desk.querySelector("[data-desk-edit]")?.click(),
        u: () => window.location.assign(window.sessionStorage.getItem(LIST) || desk.dataset.deskList),
      };
  keys["?"] = () => (help.open ? help.close() : help.showModal());

  const isTyping = (target) =>
    target instanceof Element &&
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
      if (help.open && event.key !== "?") return;
      // A dialog of the admin, or its menu, has the keys while it stands open.
      if (!help.open && document.querySelector("dialog[open], [role=dialog][aria-modal=true]:not([aria-hidden=true])")) return;
      if (isList && event.key === "Enter" && event.target === document.body) return go("");
      const act = keys[event.key];
      if (!act) return;
      event.preventDefault();
      // The admin has a list of keys of its own behind "?".
      event.stopImmediatePropagation();
      act();
    },
    true,
  );

  if (window.location.hash.startsWith("#tay-")) {
    const verb = window.location.hash.slice(5);
    openPart(verb, ...(verb === "approve" ? ["endorse", "submit"] : verb === "return" ? ["send_back"] : []));
  }
  const refusal = desk.querySelector("[role=alert]");
  if (refusal) refusal.scrollIntoView({ block: "center" });
  // After a verb the page comes again: the person goes on at what came of it.
  if (!isList) {
    const standing = refusal || desk.querySelector("[data-desk-standing]");
    if (window.sessionStorage.getItem(DONE)) focusOn(standing);
    desk.addEventListener("submit", () => window.sessionStorage.setItem(DONE, here));
  }
  window.sessionStorage.removeItem(DONE);
})();
