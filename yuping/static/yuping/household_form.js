"use strict";
/* The household's form: Enter moves on, rows are added and removed, numbers fill what they tell, sums follow. */
(function () {
  const form = document.querySelector("form[data-enter-moves]");
  if (!form) return;
  const grid = form.querySelector("[data-grid]");
  const fields = "input:not([type=hidden]):not([disabled]), select, textarea";

  /* -- moving -- */
  /* Where Enter leads: not into what is shut, filled by itself or asked of nobody here; a group of ticks is one stop. */
  function reachable() {
    const shut = "details:not([open])";
    return Array.from(form.querySelectorAll(fields)).filter((one) => {
      if (one.offsetParent === null || one.closest(shut) || one.hasAttribute("data-passed")) return false;
      const group = one.closest(".cell-many");
      return !group || group.querySelector("input") === one;
    });
  }

  function after(field) {
    const from = (field.closest(".cell-many") || field);
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    return (one) => !from.contains(one) && Boolean(from.compareDocumentPosition(one) & follows);
  }

  function goTo(next) {
    const target = next || form.querySelector("button[type=submit]");
    target.focus();
    if (target.select && target.type !== "checkbox") target.select();
  }

  function rows() { return grid ? Array.from(grid.querySelectorAll("[data-row]")) : []; }

  function isLastOfGrid(field) {
    const all = rows();
    const row = field.closest("[data-row]");
    return Boolean(row) && row === all[all.length - 1] && !reachable().some((one) => row.contains(one) && after(field)(one));
  }

  /* A row into which nothing was typed is left: the family is complete. */
  function isEmpty(row) {
    return row && !nameOf(row) && !row.querySelector("[data-identity]").value.trim();
  }

  function leaveGrid() {
    goTo(reachable().find((one) => !grid.contains(one) && after(grid)(one)));
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); form.requestSubmit(); return; }
    const field = event.target;
    if (!field.matches(fields) || field.matches("textarea")) return;
    const row = field.closest("[data-row]");
    if (event.shiftKey) {
      if (row) { event.preventDefault(); nextRow(row); }
      return;
    }
    event.preventDefault();
    if (row && isEmpty(row) && rows().indexOf(row) > 0) { leaveGrid(); return; }
    if (isLastOfGrid(field) && nameOf(row)) { addRow(); return; }
    goTo(reachable().find(after(field)));
  });

  /* The next member, with what the family has in common taken over from the one above. */
  function nextRow(row) {
    if (isEmpty(row) && rows().indexOf(row) > 0) { leaveGrid(); return; }
    form.dispatchEvent(new CustomEvent("same-as-above", { detail: row }));
    const all = rows();
    const next = all[all.indexOf(row) + 1];
    if (next) goTo(reachable().find((one) => next.contains(one)));
    else if (nameOf(row)) addRow();
    else leaveGrid();
  }

  /* -- rows -- */
  function nameOf(row) {
    const name = row && row.querySelector('[name$="-name"]');
    return name ? name.value.trim() : "";
  }

  function number() {
    rows().forEach((row, index) => { row.querySelector("[data-place]").textContent = String(index + 1); });
    nameHolders();
  }

  /* The holder of the account is one of the persons above: by name as soon as it is typed. */
  const holder = form.querySelector("[data-holder]");

  function nameHolders() {
    if (!holder) return;
    const all = rows();
    Array.from(holder.options).forEach((option) => {
      const place = Number(option.value);
      const name = nameOf(all[place - 1]);
      if (!option.dataset.plain) option.dataset.plain = option.textContent;
      option.textContent = name ? `${place} · ${name}` : option.dataset.plain;
      option.hidden = place > 1 && !name;
      option.disabled = option.hidden;
    });
    const chosen = holder.selectedOptions[0];
    if (chosen && chosen.hidden) holder.value = "1";
  }

  function addRow() {
    const template = grid.querySelector("template[data-row-template]");
    const key = Number(grid.dataset.nextKey);
    grid.dataset.nextKey = String(key + 1);
    const holder = document.createElement("div");
    holder.append(template.content.cloneNode(true));
    holder.querySelectorAll("[name], [id], [for], [aria-describedby]").forEach((one) => {
      ["name", "id", "for", "aria-describedby"].forEach((attribute) => {
        const text = one.getAttribute(attribute);
        if (text) one.setAttribute(attribute, text.replace("__key__", String(key)));
      });
    });
    holder.querySelector('input[name="row"]').value = String(key);
    const row = holder.querySelector("[data-row]");
    grid.insertBefore(row, template);
    number();
    row.querySelector(fields).focus();
    row.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-row]")) addRow();
    const remove = event.target.closest("[data-remove-row]");
    if (!remove) return;
    const row = remove.closest("[data-row]");
    const before = row.previousElementSibling;
    row.remove();
    number();
    countPersons();
    if (before) before.querySelector(fields).focus();
  });

  /* -- what the identity number tells -- */
  function toldBy(field, finished) {
    const text = field.value.normalize("NFKC").replace(/\s/g, "").toUpperCase();
    const whole = finished && /^\d{15}$/.test(text) ? text.slice(0, 6) + "19" + text.slice(6) + "0" : text.slice(0, 18);
    if (!/^\d{17}[\dX]$/.test(whole)) return [];
    const row = field.closest("[data-row]");
    return [
      [row.querySelector("[data-birth-date]"), `${whole.slice(6, 10)}-${whole.slice(10, 12)}-${whole.slice(12, 14)}`],
      [row.querySelector("[data-sex]"), Number(whole[16]) % 2 ? "1" : "2"],
    ];
  }

  function tellFrom(field, finished) {
    toldBy(field, finished).forEach(([told, value]) => fill(told, value));
  }

  /* What a wrong number told is taken back; what was typed stays. */
  form.addEventListener("identity-judged", (event) => {
    if (!event.detail) return;
    const row = event.target.closest("[data-row]");
    row.querySelectorAll("[data-birth-date], [data-sex]").forEach((told) => {
      if (!told.dataset.told || told.dataset.told !== told.value) return;
      told.value = "";
      delete told.dataset.told;
      told.removeAttribute("data-passed");
      told.dispatchEvent(new CustomEvent("told", { bubbles: true }));
    });
  });

  /* What the number told before the page was opened again follows it when it is corrected. */
  form.querySelectorAll("[data-row] [data-identity]").forEach((field) => {
    toldBy(field, true).forEach(([told, value]) => { if (told && told.value === value) told.dataset.told = value; });
  });

  function fill(field, value) {
    if (!field || (field.value && field.dataset.told !== field.value)) return;
    field.value = value;
    field.dataset.told = field.value;
    if (field.value) field.setAttribute("data-passed", "");
    field.dispatchEvent(new CustomEvent("told", { bubbles: true }));
  }

  function countPersons() {
    const persons = form.querySelector("[data-persons]");
    if (!persons || !grid) return;
    fill(persons, String(rows().filter(nameOf).length || ""));
    sum();
  }

  /* -- sums in fen, exact -- */
  function fenOf(text) {
    const plain = text.normalize("NFKC").replace(/[,\s]/g, "");
    const found = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(plain);
    return found ? BigInt(found[1]) * 100n + BigInt((found[2] || "0").padEnd(2, "0")) : 0n;
  }

  function shown(fen) {
    const sign = fen < 0n ? "-" : "";
    const size = fen < 0n ? -fen : fen;
    const yuan = (size / 100n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return `${sign}${yuan}.${(size % 100n).toString().padStart(2, "0")}`;
  }

  function halfUp(amount, parts) {
    const size = amount < 0n ? -amount : amount;
    const each = (2n * size + parts) / (2n * parts);
    return amount < 0n ? -each : each;
  }

  const live = form.querySelector("[data-live]");

  function sum() {
    if (!live) return;
    let total = 0n;
    let expense = 0n;
    const amounts = Array.from(form.querySelectorAll("[data-income]"));
    // Where nobody has entered an amount there is no income to be judged, and not one of nothing.
    const entered = amounts.some((field) => field.value.trim());
    amounts.forEach((field) => {
      if (field.dataset.income === "business_expense") expense += fenOf(field.value);
      else total += fenOf(field.value);
    });
    const persons = form.querySelector("[data-persons]");
    const heads = /^\d{1,2}$/.test(persons.value.trim()) ? BigInt(persons.value.trim()) : 0n;
    live.querySelector("[data-live-total]").value = entered ? shown(total) : "—";
    live.querySelector("[data-live-net]").value = entered ? shown(total - expense) : "—";
    const each = heads && entered ? halfUp(total - expense, heads) : null;
    live.querySelector("[data-live-head]").value = each === null ? "—" : shown(each);
    const below = live.querySelector("[data-live-below]");
    if (!below) return;
    const line = fenOf(live.dataset.line);
    live.querySelector("[data-live-distance]").value = each === null ? "—" : (each > line ? "+" : "") + shown(each - line);
    below.hidden = each === null || each >= line;
    live.querySelector("[data-live-above]").hidden = each === null || each < line;
  }

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-identity]")) tellFrom(event.target, false);
    if (event.target.matches('[name$="-name"]')) {
      const row = event.target.closest("[data-row]");
      if (row) row.querySelector("[data-shown-name]").textContent = event.target.value;
      countPersons();
      nameHolders();
    }
    if (event.target.matches("[data-income], [data-persons]")) sum();
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-identity]")) tellFrom(event.target, true);
  });

  /* What is passed because it is filled by itself is asked where it is not. */
  form.querySelectorAll("[data-passed]").forEach((one) => { if (!one.value) one.removeAttribute("data-passed"); });
  const counted = form.querySelector("[data-persons]");
  if (counted && grid && counted.value === String(rows().filter(nameOf).length)) counted.dataset.told = counted.value;
  nameHolders();
  sum();
})();
