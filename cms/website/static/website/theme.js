// Light or dark as the reader chose it. Loaded in the head, before the first paint, so that the page never flashes.
// Kept in localStorage: no cookie, the pages stay the same for everybody. Without JavaScript the system's choice holds.
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "reader-theme";

  function stored() {
    try { return window.localStorage.getItem(KEY); } catch (error) { return null; }
  }
  function store(theme) {
    try { window.localStorage.setItem(KEY, theme); } catch (error) { /* private mode: the choice holds for this page */ }
  }
  function systemIsDark() { return window.matchMedia("(prefers-color-scheme: dark)").matches; }
  function isDark() { return (root.dataset.theme || (systemIsDark() ? "dark" : "light")) === "dark"; }

  var chosen = stored();
  if (chosen === "light" || chosen === "dark") { root.dataset.theme = chosen; }

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-theme-toggle]");
    if (!button) { return; }
    function show() { button.setAttribute("aria-pressed", isDark() ? "true" : "false"); }
    button.hidden = false;
    show();
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      store(root.dataset.theme);
      show();
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  });
})();
