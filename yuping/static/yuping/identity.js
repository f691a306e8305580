"use strict";
/* On leaving the field of an identity number: whether it can be one, said at the field. The server judges again. */
(function () {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

  function isDay(text) {
    const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)].map(Number);
    const found = new Date(year, month - 1, day);
    return found.getFullYear() === year && found.getMonth() === month - 1 && found.getDate() === day;
  }

  /* 18 characters with their check, the old 15 digits, or a disability certificate, which begins with the 18. */
  function isNumber(text) {
    if (/^\d{15}$/.test(text)) return isDay("19" + text.slice(6, 12));
    if (!/^\d{17}[\dX](?:\d{2}(?:B\d)?)?$/.test(text)) return false;
    const sum = weights.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
    return isDay(text.slice(6, 14)) && "10X98765432"[sum % 11] === text[17];
  }

  function plain(field) { return field.value.normalize("NFKC").replace(/\s/g, "").toUpperCase(); }

  function sayAt(field, text) {
    const id = `${field.id}_said`;
    let said = document.getElementById(id);
    if (!said) {
      said = document.createElement("div");
      said.id = id;
      said.className = "cell-said";
      said.setAttribute("role", "status");
      field.after(said);
    }
    said.textContent = text;
    said.hidden = !text;
    const named = (field.getAttribute("aria-describedby") || "").split(" ").filter((one) => one && one !== id);
    if (text) named.push(id);
    if (named.length) field.setAttribute("aria-describedby", named.join(" "));
    else field.removeAttribute("aria-describedby");
  }

  /* Other scripts of the page say what they find at a field in the same way. */
  document.addEventListener("say", (event) => { sayAt(event.target, event.detail); });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches("[data-identity][data-wrong]")) return;
    const text = plain(field);
    const wrong = Boolean(text) && !isNumber(text);
    sayAt(field, wrong ? field.dataset.wrong : "");
    field.dispatchEvent(new CustomEvent("identity-judged", { bubbles: true, detail: wrong }));
  });
  /* While it is being corrected nothing is said. */
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-identity][data-wrong]")) sayAt(event.target, "");
  });
})();
