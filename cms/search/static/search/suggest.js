// Suggestions below a search field: a combobox with a list of options (ARIA pattern "editable combobox with list
// autocomplete"). Without this file, or without an answer, the form works as any form does.
(() => {
  "use strict";
  const WAIT = 150; // milliseconds without a key before the server is asked
  const SHORTEST = 2;

  const enhance = (place, number) => {
    const field = place.querySelector("input[type=search]");
    const address = place.dataset.suggest;
    if (!field || !address || place.classList.contains("has-suggest")) return;
    const list = document.createElement("ul");
    list.id = `suggest-${number}`;
    list.className = "suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0] ? field.labels[0].textContent : "");
    const said = document.createElement("p");
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    place.classList.add("has-suggest");
    place.append(list, said);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);

    let chosen = -1;
    let typed = field.value;
    let timer = 0;
    let asked = null;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      const options = [...list.children];
      chosen = index;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      if (index < 0) {
        field.removeAttribute("aria-activedescendant");
        field.value = typed;
        return;
      }
      field.setAttribute("aria-activedescendant", options[index].id);
      field.value = options[index].dataset.text;
      options[index].scrollIntoView({ block: "nearest" });
    };
    const take = (option) => {
      if (option.dataset.url) {
        window.location.assign(option.dataset.url);
        return;
      }
      field.value = option.dataset.text;
      close();
      field.form.requestSubmit();
    };
    const show = (suggestions) => {
      list.replaceChildren(
        ...suggestions.map((suggestion, index) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${index}`;
          option.className = `suggest__option suggest__option--${suggestion.kind}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.text = suggestion.text;
          option.dataset.url = suggestion.url;
          option.textContent = suggestion.text;
          // The field keeps the focus; a click counts when the button is let go.
          option.addEventListener("mousedown", (event) => event.preventDefault());
          option.addEventListener("click", () => take(option));
          return option;
        }),
      );
      chosen = -1;
      field.removeAttribute("aria-activedescendant");
      list.hidden = !suggestions.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = suggestions.length
        ? (place.dataset.suggestCount || "{count}").replace("{count}", String(suggestions.length))
        : place.dataset.suggestNone || "";
    };
    const ask = async () => {
      if (asked) asked.abort();
      if (typed.trim().length < SHORTEST) {
        close();
        return;
      }
      const request = new AbortController();
      asked = request;
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(typed.slice(0, 200))}`, {
          signal: request.signal,
          credentials: "omit",
        });
        const suggestions = answer.ok ? (await answer.json()).suggestions : [];
        // Meanwhile more may have been typed, or the field been left.
        if (asked === request && document.activeElement === field) show(suggestions);
      } catch {
        if (asked === request) close();
      }
    };

    const wait = () => {
      typed = field.value;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    };
    field.addEventListener("input", wait);
    field.addEventListener("blur", close);
    // Somebody was quicker than this script.
    if (document.activeElement === field && field.value !== field.defaultValue) wait();
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown" && list.hidden && list.children.length) {
        event.preventDefault();
        list.hidden = false;
        field.setAttribute("aria-expanded", "true");
        choose(0);
      } else if (list.hidden) {
        return;
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        choose(chosen === last ? -1 : chosen + 1);
      } else if (event.key === "ArrowUp") {
        event.preventDefault();
        choose(chosen === -1 ? last : chosen - 1);
      } else if (event.key === "Escape") {
        event.preventDefault();
        choose(-1);
        close();
      } else if (event.key === "Enter" && chosen >= 0) {
        event.preventDefault();
        take(list.children[chosen]);
      }
    });
  };

  document.querySelectorAll("[data-suggest]").forEach(enhance);
})();
