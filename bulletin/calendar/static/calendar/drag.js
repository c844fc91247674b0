// Lets whoever plans drag a planned piece or a scheduled issue to another day. What is dropped is sent like the form
// behind “Move” sends it, with the same checks; without this file that form is the way.
(() => {
  const form = document.getElementById("cal-move");
  if (!form) return;
  const movable = document.querySelectorAll("[data-move]");
  if (!movable.length) return;
  const hint = document.querySelector("[data-drag-hint]");
  if (hint) hint.hidden = false;
  let dragged = null;

  movable.forEach((entry) => {
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      entry.classList.add("cal-entry--dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.textContent.trim());
    });
    entry.addEventListener("dragend", () => {
      dragged = null;
      entry.classList.remove("cal-entry--dragged");
    });
    // A link inside would be dragged in its place.
    entry.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  });

  document.querySelectorAll("[data-day]").forEach((day) => {
    day.addEventListener("dragover", (event) => {
      if (!dragged || day.contains(dragged)) return;
      event.preventDefault();
      day.classList.add("cal-day--over");
    });
    day.addEventListener("dragleave", () => day.classList.remove("cal-day--over"));
    day.addEventListener("drop", (event) => {
      day.classList.remove("cal-day--over");
      if (!dragged) return;
      event.preventDefault();
      form.action = dragged.dataset.move;
      form.elements.day.value = day.dataset.day;
      form.elements.version.value = dragged.dataset.version;
      form.submit();
    });
  });
})();
