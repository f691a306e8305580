"use strict";
/* Lists: a row opens on click and on Enter, arrows move between rows, the choice of rows shows the bulk actions. */
(function () {
  const inside = "a, button, input, select, textarea, label, summary";

  function results() { return document.getElementById("results"); }

  function showChosen() {
    const bar = document.getElementById("bulk");
    if (!bar) return;
    const count = document.querySelectorAll('input[name="ids"]:checked').length;
    bar.hidden = count === 0;
    bar.querySelector("[data-pick-count]").textContent = String(count);
  }

  document.addEventListener("click", (event) => {
    const part = event.target.closest("a[data-part]");
    if (part && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const url = part.getAttribute("href");
      window.htmx.ajax("GET", url, { target: "#results", swap: "outerHTML", source: results() });
      history.pushState(null, "", url);
      return;
    }
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest(inside) || String(window.getSelection())) return;
    window.location.assign(row.dataset.href);
  });

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest("a.row-link");
    if (!link || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const links = Array.from(document.querySelectorAll("a.row-link"));
    const next = links[links.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      document.querySelectorAll('input[name="ids"]').forEach((box) => { box.checked = event.target.checked; });
    }
    if (event.target.matches('[data-pick-all], input[name="ids"]')) showChosen();
    // A choice filters at once; typed words wait for Enter or the button.
    const field = event.target.closest(".filters select, .filters input[type=checkbox], .filters input[type=date]");
    if (field) field.form.requestSubmit();
  });

  // Rows may come chosen: those of an act that could not be done.
  showChosen();
  document.addEventListener("htmx:afterSwap", showChosen);
  window.addEventListener("popstate", () => { if (results()) window.location.reload(); });
})();
