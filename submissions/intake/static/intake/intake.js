// Extras of the intake screens; each of them works without this file.
(() => {
  "use strict";

  // --- the drop zone: drag and drop, the name of the chosen file, one press only ---
  for (const form of document.querySelectorAll("[data-drop]")) {
    const zone = form.querySelector("[data-drop-zone]");
    const input = form.querySelector('input[type="file"]');
    const name = form.querySelector("[data-drop-name]");
    const hint = form.querySelector("[data-drop-hint]");
    const over = (event) => {
      event.preventDefault();
      zone.classList.add("drop__zone--over");
    };
    const show = () => {
      const file = input.files[0];
      name.hidden = !file;
      hint.hidden = Boolean(file);
      name.textContent = file ? `${file.name} · ${Math.ceil(file.size / 1024).toLocaleString("vi")} kB` : "";
      form.classList.toggle("drop--ready", Boolean(file));
    };
    form.classList.add("drop--scripted");
    zone.addEventListener("dragenter", over);
    zone.addEventListener("dragover", over);
    zone.addEventListener("dragleave", () => zone.classList.remove("drop__zone--over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("drop__zone--over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
    input.addEventListener("change", show);
    window.addEventListener("pageshow", show);
  }

  // --- a pressed button says so and can't be pressed twice ---
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.busy || event.defaultPrevented) return;
    const status = event.target.querySelector('[role="status"]');
    // After the browser has collected the form, so that the button's own value is sent.
    setTimeout(() => {
      button.dataset.idle = button.textContent;
      button.textContent = button.dataset.busy;
      for (const each of event.target.querySelectorAll('button[type="submit"]')) each.disabled = true;
      if (status) status.textContent = button.dataset.busy;
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll("button[data-idle]")) {
      button.textContent = button.dataset.idle;
      for (const each of button.form.querySelectorAll("button")) each.disabled = false;
    }
  });
})();
