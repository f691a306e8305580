"use strict";
/* The list of households: a typed identity number is posted, never written into the address. */
(function () {
  const whole = /^(\d{15}|\d{17}[\dXx]|\d{17}[\dXx]\d{2}|\d{17}[\dXx]\d{2}[Bb]\d)$/;

  function identityIn(form) {
    const box = form.elements.namedItem("q");
    const typed = box ? box.value.normalize("NFKC").replace(/[\s-]/g, "") : "";
    return whole.test(typed) ? typed : "";
  }

  function divert(event) {
    const form = event.target.closest("form.filters");
    const target = document.getElementById("find-person");
    const typed = form && target ? identityIn(form) : "";
    if (!typed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (target.dataset.sent) return;
    target.elements.namedItem("q").value = typed;
    target.requestSubmit();
  }

  document.addEventListener("submit", divert, true);
  document.addEventListener("change", divert, true);
})();
