"use strict";
/* The groups of the village chosen beside them. */
document.querySelectorAll("form").forEach((form) => {
  const village = form.querySelector("select[data-village]");
  const groups = form.querySelector("[data-group]");
  if (!village || !groups) return;

  /* One of another village that was chosen before stays, so that it is sent and refused, and is said to be wrong. */
  function narrow() {
    const chosen = groups.selectedOptions[0];
    const isOf = (one) => one.dataset.village === village.value;
    groups.querySelectorAll("optgroup").forEach((one) => {
      one.hidden = !isOf(one) && !one.contains(chosen);
      one.disabled = one.hidden;
    });
    const foreign = village.value && chosen && chosen.value && !isOf(chosen.parentElement);
    groups.dispatchEvent(new CustomEvent("say", { bubbles: true, detail: foreign ? groups.dataset.group : "" }));
  }

  form.addEventListener("change", (event) => { if (event.target === village || event.target === groups) narrow(); });
  narrow();
});
