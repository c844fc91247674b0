// Lets the desk order an issue with buttons and by dragging. Without it the numbers do the same.
(() => {
  const form = document.getElementById("compose-form");
  if (!form) return;
  const chosen = form.querySelector('[data-list="chosen"]');
  const spare = form.querySelector('[data-list="spare"]');
  form.classList.add("issue-compose--live");
  form.querySelectorAll("[data-keys]").forEach((keys) => { keys.hidden = false; });

  const live = form.querySelector("[data-live]");
  let changed = false;
  const say = (item) => {
    // The words come translated from the page; what screen readers hear is what everybody sees.
    const place = [...chosen.children].indexOf(item) + 1;
    const words = place ? form.dataset.moved : form.dataset.out;
    live.textContent = words.replace("{title}", item.dataset.title).replace("{place}", place).replace("{all}", chosen.children.length);
  };

  const renumber = () => {
    changed = true;
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
    say(item);
    const next = item.querySelector(`[data-move="${button.dataset.move}"]`);
    const other = item.querySelector(chosen.contains(item) ? '[data-move="up"]' : '[data-move="in"]');
    (next && next.offsetParent ? next : other).focus();
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
    say(item);
    event.target.focus();
  });

  // Nothing that was typed is lost by a wrong key.
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

  // Dragging begins outside the fields, in which one marks text.
  form.querySelectorAll("[data-item]").forEach((item) => { item.draggable = true; });
  form.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) item.draggable = !event.target.matches("input[type=text], input[type=number]");
  });
  form.addEventListener("focusout", (event) => {
    const item = event.target.closest("[data-item]");
    if (item) item.draggable = true;
  });
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
