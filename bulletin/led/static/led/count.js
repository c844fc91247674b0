/* Says below a field how many characters are left. The limit itself is the browser's and the server's. */
"use strict";

(() => {
  const words = document.currentScript.dataset.words;
  for (const field of document.querySelectorAll("[data-led-count]")) {
    const line = document.createElement("p");
    line.className = "led-count";
    line.setAttribute("role", "status");
    const say = () => { line.textContent = `${Number(field.dataset.ledCount) - field.value.normalize("NFC").length} ${words}`; };
    field.after(line);
    field.addEventListener("input", say);
    say();
  }
})();
