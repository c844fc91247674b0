// What is typed outlives a dead line, a crash and an expired session. Forms work without this file.
//
// A form with data-keep="name" is kept in this browser until the server has taken it: data-keep-version is what it was
// loaded with (a newer one means that it was saved), data-keep-user is who types. Photos can't be kept by a browser.
(() => {
  "use strict";

  const PREFIX = "desk-kept-";
  const SENT = "desk-sent";
  // A declaration is made each time anew.
  const NEVER_KEPT = ["csrfmiddlewaretoken", "form_of", "no_secrets"];
  const DAYS_KEPT = 3;
  const RETRY_SECONDS = 5;

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (storage, key, value) => {
    try {
      storage.setItem(key, value);
    } catch {
      // A browser that keeps nothing for us: the form still works.
    }
  };

  const forms = [...document.querySelectorAll("form[data-keep]")];
  const keyOf = (form) => PREFIX + form.dataset.keep;

  try {
    const user = forms.length ? forms[0].dataset.keepUser : null;
    const oldest = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const kept = read(key);
      // Another person's text never stays on a machine that somebody else uses.
      if (!kept || kept.at < oldest || (user && kept.user !== user)) localStorage.removeItem(key);
    }
    const sent = sessionStorage.getItem(SENT);
    if (sent) {
      sessionStorage.removeItem(SENT);
      const here = forms.find((form) => keyOf(form) === sent);
      const refused = document.querySelector("#notice");
      // Any other page, or the same form with a newer version, is the server's answer that it was taken.
      if (!here || (!refused && here.dataset.keepVersion !== (read(sent) || {}).version)) localStorage.removeItem(sent);
    }
  } catch {
    return;
  }

  for (const form of forms) keep(form);

  function keep(form) {
    const key = keyOf(form);
    const version = form.dataset.keepVersion || "";
    const restored = form.querySelector("[data-kept-restored]");
    const offline = form.querySelector("[data-kept-offline]");
    const fields = () =>
      [...form.elements].filter(
        (field) => field.name && !["file", "submit", "button"].includes(field.type) && !NEVER_KEPT.includes(field.name),
      );
    const typed = () =>
      fields()
        .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
        .map((field) => [field.name, field.value]);
    const content = (entries) => JSON.stringify(entries.filter(([name]) => !["token", "revision", "block"].includes(name)));
    const loaded = content(typed());

    const kept = read(key);
    if (kept && kept.version !== version) localStorage.removeItem(key);
    else if (kept && content(kept.fields) !== loaded && !document.querySelector("#notice")) restore(kept.fields);

    let waiting = 0;
    const store = () => {
      clearTimeout(waiting);
      waiting = 0;
      const value = { at: Date.now(), user: form.dataset.keepUser || "", version, fields: typed() };
      write(localStorage, key, JSON.stringify(value));
    };
    form.addEventListener("input", () => {
      if (!waiting) waiting = setTimeout(store, 400);
    });
    window.addEventListener("pagehide", () => waiting && store());

    let checked = false;
    let retry = 0;
    form.addEventListener("submit", (event) => {
      store();
      if (checked) {
        write(sessionStorage, SENT, key);
        return;
      }
      event.preventDefault();
      attempt(event.submitter);
    });

    // Presses while an answer is awaited, the timer and the browser's own word that it is online again are one attempt.
    let trying = false;
    async function attempt(button) {
      clearTimeout(retry);
      if (trying || checked) return;
      trying = true;
      const answer = await ask();
      trying = false;
      if (!answer || answer.status >= 502) {
        offline.hidden = false;
        offline.scrollIntoView({ block: "nearest" });
        window.addEventListener("online", () => attempt(button), { once: true });
        retry = setTimeout(() => attempt(button), RETRY_SECONDS * 1000);
        return;
      }
      offline.hidden = true;
      if (answer.redirected && new URL(answer.url).pathname.includes("/login/")) {
        // The session has ended: sign in, and come back to the fields as they are.
        location.assign(answer.url);
        return;
      }
      checked = true;
      form.requestSubmit(button && button.form === form ? button : undefined);
    }

    async function ask() {
      if (!navigator.onLine) return null;
      try {
        const here = location.pathname + location.search;
        return await fetch(here, { method: "HEAD", cache: "no-store", credentials: "same-origin" });
      } catch {
        return null;
      }
    }

    function restore(entries) {
      const values = new Map();
      for (const [name, value] of entries) values.set(name, [...(values.get(name) || []), value]);
      for (const field of fields()) {
        if (field.name === "revision" || field.name === "block") continue;
        if (["checkbox", "radio"].includes(field.type)) field.checked = (values.get(field.name) || []).includes(field.value);
        else if (values.has(field.name)) field.value = values.get(field.name)[0];
      }
      // A block that was being added has no field on a fresh page: its words go behind the last text.
      const homeless = entries.filter(([name, value]) => /^new-.*-text$/.test(name) && value.trim() && !form.elements[name]);
      const last = [...form.querySelectorAll("textarea")].pop();
      if (last) for (const [, value] of homeless) last.value += `\n\n${value}`;
      restored.hidden = false;
    }

    window.addEventListener("pageshow", (event) => {
      if (event.persisted) checked = false;
    });
  }
})();
