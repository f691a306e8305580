"use strict";
/* Long lists of one choice: a box above leaves those that fit the words or the letters; Enter takes the first. */
document.querySelectorAll("select[data-narrow]:not([multiple])").forEach((list) => {
  const options = Array.from(list.options);
  const box = document.createElement("input");
  const MOST_OPEN = 8;
  box.type = "search";
  box.className = "form-control narrow-box";
  box.placeholder = list.dataset.narrow;
  box.setAttribute("aria-label", list.dataset.narrow);
  box.autocomplete = "off";
  list.before(box);

  function fits(option, words) {
    return `${option.text} ${option.dataset.letters || ""}`.toLowerCase().includes(words);
  }

  /* Options are taken out, not hidden: some browsers show hidden ones in an open list. */
  function narrow() {
    const words = box.value.trim().toLowerCase();
    const left = options.filter((option) => option.selected || !words || (option.value && fits(option, words)));
    const chosen = list.value;
    list.replaceChildren(...left);
    list.value = chosen;
    list.size = words ? Math.min(MOST_OPEN, Math.max(2, left.length)) : 0;
  }

  function close() {
    box.value = "";
    narrow();
  }

  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const words = box.value.trim().toLowerCase();
    const first = words && options.find((option) => option.value && fits(option, words));
    if (!first) return;
    first.selected = true;
    close();
    list.value = first.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    list.focus();
  });
  list.addEventListener("change", close);
});

/* Lists from which several can be chosen: a box that narrows the list, a click for each choice, the choices in words. */
document.querySelectorAll("select[multiple][data-narrow]").forEach((list) => {
  const options = Array.from(list.options);
  const box = document.createElement("input");
  const chosen = document.createElement("p");
  box.type = "search";
  box.className = "form-control narrow-box";
  box.placeholder = list.dataset.narrow;
  box.setAttribute("aria-label", list.dataset.narrow);
  chosen.className = "form-hint chosen";
  chosen.setAttribute("aria-live", "polite");
  list.before(box);
  list.after(chosen);

  function say() {
    chosen.textContent = options.filter((option) => option.selected).map((option) => option.text.trim()).join("、");
  }

  box.addEventListener("input", () => {
    const words = box.value.trim().toLowerCase();
    options.forEach((option) => { option.hidden = !option.selected && !option.text.toLowerCase().includes(words); });
  });
  // Enter belongs to the list, not to the form.
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  // A click takes or drops one choice and leaves the others; no key has to be held.
  list.addEventListener("mousedown", (event) => {
    if (!(event.target instanceof HTMLOptionElement)) return;
    const at = list.scrollTop;
    event.preventDefault();
    event.target.selected = !event.target.selected;
    list.focus();
    list.dispatchEvent(new Event("change", { bubbles: true }));
    requestAnimationFrame(() => { list.scrollTop = at; });
  });
  list.addEventListener("change", say);
  say();
});
