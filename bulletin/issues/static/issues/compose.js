// Lets the desk order an issue with buttons and by dragging. Without it the numbers do the same.
(() => {
  const form = document.getElementById("compose-form");
  if (!form) return;
  const chosen = form.querySelector('[data-list="chosen"]');
  const spare = form.querySelector('[data-list="spare"]');
  form.classList.add("issue-compose--live");
  form.querySelectorAll("[data-keys]").forEach((keys) => { keys.hidden = false; });

  const renumber = () => {
    [...chosen.children].forEach((item, index) => {
      item.querySelector(".issue-item__place").value = index + 1;
    });
    [...spare.children].forEach((item) => {
      item.querySelector(".issue-item__place").value = "";
    });
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("[data-item]");
    const moves = {
      up: () => item.previousElementSibling && item.previousElementSibling.before(item),
      down: () => item.nextElementSibling && item.nextElementSibling.after(item),
      in: () => chosen.append(item),
      out: () => spare.append(item),
    };
    moves[button.dataset.move]();
    renumber();
    const next = item.querySelector(`[data-move="${button.dataset.move}"]`);
    (next && next.offsetParent ? next : item.querySelector("a")).focus();
  });

  form.addEventListener("change", (event) => {
    // A number that is typed moves the article to that place.
    if (!event.target.matches(".issue-item__place")) return;
    const item = event.target.closest("[data-item]");
    const place = Number(event.target.value);
    if (!place) spare.append(item);
    else {
      item.remove();
      chosen.insertBefore(item, chosen.children[place - 1] || null);
    }
    renumber();
  });

  form.querySelectorAll("[data-item]").forEach((item) => { item.draggable = true; });
  let dragged = null;
  form.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-item]");
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  [chosen, spare].forEach((list) => {
    list.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      const over = event.target.closest("[data-item]");
      if (!over) list.append(dragged);
      else if (over !== dragged) {
        const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
        if (event.clientY < middle) over.before(dragged);
        else over.after(dragged);
      }
    });
  });
  form.addEventListener("dragend", () => {
    dragged = null;
    renumber();
  });
})();
