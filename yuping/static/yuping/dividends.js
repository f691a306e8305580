"use strict";
/* Choosing the households of an agreement: all of a village at once, search, and the sum of what is chosen. */
(function () {
  const picker = document.querySelector("[data-picker]");
  if (!picker) return;
  const boxes = Array.from(picker.querySelectorAll('input[name="loans"]'));

  function show() {
    const chosen = boxes.filter((box) => box.checked);
    const fen = chosen.reduce((sum, box) => sum + Math.round(Number(box.dataset.amount) * 100), 0);
    picker.querySelector("[data-count]").textContent = chosen.length.toLocaleString("en-US");
    picker.querySelector("[data-sum]").textContent = (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
    picker.querySelectorAll("[data-village]").forEach((village) => {
      const mine = Array.from(village.querySelectorAll('input[name="loans"]'));
      const ticked = mine.filter((box) => box.checked).length;
      village.querySelector("[data-village-count]").textContent = String(ticked);
      const all = village.querySelector("[data-all]");
      all.checked = ticked === mine.length;
      all.indeterminate = ticked > 0 && ticked < mine.length;
    });
  }

  function search(text) {
    const wanted = text.trim().toLowerCase();
    picker.querySelectorAll("[data-village]").forEach((village) => {
      const whole = village.dataset.village.toLowerCase().includes(wanted);
      let found = 0;
      village.querySelectorAll("[data-find]").forEach((row) => {
        const fits = whole || row.dataset.find.toLowerCase().includes(wanted);
        row.hidden = !fits;
        if (fits) found += 1;
      });
      village.hidden = found === 0;
      if (wanted) village.open = found > 0 && !whole;
    });
  }

  picker.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) {
      const rows = event.target.closest("[data-village]").querySelectorAll("[data-find]:not([hidden]) input");
      rows.forEach((box) => { box.checked = event.target.checked; });
    }
    show();
  });
  picker.querySelector("[data-search]").addEventListener("input", (event) => search(event.target.value));
  picker.querySelector("[data-search]").addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  picker.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  show();
})();
