"use strict";
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
