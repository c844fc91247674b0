// How the reader wants the pages to look, and small comforts of an article. Everything works without it.
//
// Loaded "async" before the style sheets: it blocks nothing, is smaller than they are, and the first paint waits for
// them, so the choice is there in time. Kept in localStorage: no cookie, the pages stay the same for everybody.
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "reader-look";
  var CHOICES = { theme: ["light", "dark"], size: ["large", "larger", "largest"], contrast: ["more"], width: ["narrow", "wide"] };

  function stored() {
    try { return JSON.parse(window.localStorage.getItem(KEY)) || {}; } catch (error) { return {}; }
  }
  function store(look) {
    try { window.localStorage.setItem(KEY, JSON.stringify(look)); } catch (error) { /* private mode: for this page only */ }
  }
  function apply(look) {
    Object.keys(CHOICES).forEach(function (name) {
      if (CHOICES[name].indexOf(look[name]) >= 0) { root.dataset[name] = look[name]; } else { delete root.dataset[name]; }
    });
  }
  var look = stored();
  apply(look);

  function display() {
    var details = document.querySelector("[data-look]");
    if (!details) { return; }
    var form = details.querySelector("form");
    function show() {
      Object.keys(CHOICES).forEach(function (name) {
        Array.prototype.forEach.call(form.elements[name], function (input) {
          input.checked = input.value === (root.dataset[name] || "");
        });
      });
    }
    show();
    details.hidden = false;
    form.addEventListener("change", function (event) {
      look[event.target.name] = event.target.value;
      store(look);
      apply(look);
    });
    form.addEventListener("reset", function (event) {
      event.preventDefault();
      look = {};
      store(look);
      apply(look);
      show();
    });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    function close(focus) {
      if (!details.open) { return; }
      details.open = false;
      if (focus) { details.querySelector("summary").focus(); }
    }
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(true); } });
    document.addEventListener("click", function (event) { if (!details.contains(event.target)) { close(false); } });
    details.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !details.contains(event.relatedTarget)) { close(false); }
    });
  }

  function comforts() {
    var status = document.querySelector("[data-share-status]");
    function offer(selector, able, act) {
      var button = document.querySelector(selector);
      if (!button || !able) { return; }
      button.parentElement.hidden = false;
      button.addEventListener("click", function () { act(button); });
    }
    offer("[data-share]", navigator.share, function () {
      navigator.share({ title: document.title, url: location.href.split("#")[0] }).catch(function () { /* closed by the reader */ });
    });
    offer("[data-copy]", navigator.clipboard, function (button) {
      navigator.clipboard.writeText(button.dataset.copy).then(function () {
        button.textContent = button.dataset.done;
        if (status) { status.textContent = button.dataset.done; }
      }, function () { /* refused by the browser */ });
    });
    offer("[data-print]", window.print, function () { window.print(); });
  }

  // A field says from the start that it completes what is typed; how it does so is fetched when somebody turns to it.
  function suggestions() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-suggest-script]"), function (place) {
      var field = place.querySelector("input[type=search]");
      if (!field || place.classList.contains("has-suggest")) { return; }
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-expanded", "false");
      function fetchScript() {
        if (place.classList.contains("has-suggest")) { return; }
        var script = document.createElement("script");
        script.src = place.dataset.suggestScript;
        document.head.appendChild(script);
      }
      if (document.activeElement === field) { fetchScript(); } else { field.addEventListener("focus", fetchScript, { once: true }); }
    });
  }

  function ready() { display(); comforts(); suggestions(); }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", ready); } else { ready(); }
})();
