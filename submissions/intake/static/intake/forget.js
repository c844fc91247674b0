// Whoever signs out leaves nothing of what they typed in the browser of a shared machine.
(() => {
  "use strict";

  document.addEventListener(
    "submit",
    (event) => {
      if (!new URL(event.target.action, location.href).pathname.endsWith("/logout/")) return;
      try {
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith("desk-kept-")) localStorage.removeItem(key);
        }
      } catch {
        // Nothing was kept.
      }
    },
    true,
  );
})();
