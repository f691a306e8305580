"use strict";
/* The household's form from the keyboard alone: codes are typed, ticks are typed, what the family has in common is taken
   over, and only what fits the person is offered or asked. */
(function () {
  const form = document.querySelector("form[data-enter-moves]");
  if (!form) return;
  const TYPED_WITHIN = 900;
  const MEN = "03 06 07 09 11 13 15 17 19 21 26".split(" ");
  const WOMEN = "04 05 08 10 12 14 16 18 20 22 24 27".split(" ");
  const YOUNGER = "03 04 07 08 09 10 21 22".split(" ");
  const OLDER = "11 12 17 18 19 20".split(" ");
  const year = Number(form.dataset.year) || new Date().getFullYear();

  function rowOf(field) { return field.closest("[data-row]"); }
  function inRow(row, name) { return row.querySelector(`[name$="-${name}"]`); }
  function rows() { return Array.from(form.querySelectorAll("[data-grid] [data-row]")); }
  function changed(field) { field.dispatchEvent(new Event("change", { bubbles: true })); }

  /* -- an entry of a list by its code or by the initials of its words -- */
  let typed = "", typedIn = null, typedAt = 0;

  function offered(list) {
    return Array.from(list.options).filter((one) => one.value && !one.disabled && !one.closest("optgroup[disabled]"));
  }

  function codeOf(option) {
    return option.dataset.code || { yes: "1", no: "0" }[option.value] || option.value.toLowerCase();
  }

  function chosenBy(list, text) {
    const all = offered(list);
    if (/^\d+$/.test(text)) {
      return all.find((one) => codeOf(one) === text) || all.find((one) => Number(codeOf(one)) === Number(text))
        || all.find((one) => codeOf(one).startsWith(text));
    }
    return all.find((one) => (one.dataset.letters || one.text.toLowerCase()).startsWith(text))
      || all.find((one) => codeOf(one) === text);
  }

  function typeInto(list, key) {
    const now = Date.now();
    const before = list === typedIn && now - typedAt < TYPED_WITHIN ? typed : "";
    typedIn = list;
    typedAt = now;
    let found = chosenBy(list, before + key);
    typed = found ? before + key : before;
    if (!found && /^\d$/.test(key)) {
      found = chosenBy(list, key);
      typed = found ? key : "";
    }
    // A letter that fits nothing after those before it is passed over, so that whole syllables can be typed.
    if (!found) return;
    list.value = found.value;
    changed(list);
  }

  /* -- ticks by their code -- */
  function tick(group, key) {
    const boxes = Array.from(group.querySelectorAll("input"));
    const box = boxes.find((one) => one.value === key);
    if (!box) return false;
    box.checked = !box.checked;
    excluding(box, boxes);
    changed(box);
    return true;
  }

  /* Who is healthy has nothing else. */
  function excluding(box, boxes) {
    if (!box.checked || !box.name.endsWith("-health")) return;
    boxes.forEach((one) => { if (one !== box && (box.value === "1" || one.value === "1")) one.checked = false; });
  }

  /* -- the same as the one above -- */
  function above(field) {
    const all = rows();
    const before = all[all.indexOf(rowOf(field)) - 1];
    const name = field.name.replace(/^[^-]+-/, "");
    return before ? Array.from(before.querySelectorAll(`[name$="-${name}"]`)) : [];
  }

  function takeOver(field) {
    const group = field.closest(".cell-many");
    if (group) {
      const before = above(field);
      group.querySelectorAll("input").forEach((one) => {
        one.checked = before.some((other) => other.value === one.value && other.checked);
      });
    } else {
      const [before] = above(field);
      if (!before) return;
      field.value = before.value;
    }
    changed(field);
  }

  form.addEventListener("same-as-above", (event) => {
    event.detail.querySelectorAll("[data-same]").forEach((field) => { if (!field.value) takeOver(field); });
  });

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const field = event.target;
    if (event.key === "=" && rowOf(field) && !field.matches("[data-identity], [name$='-name']")) {
      event.preventDefault();
      takeOver(field);
    } else if (event.key.length === 1 && field.matches("select") && /[a-z0-9]/i.test(event.key)) {
      event.preventDefault();
      typeInto(field, event.key.toLowerCase());
    } else if (field.closest(".cell-many") && tick(field.closest(".cell-many"), event.key)) {
      event.preventDefault();
    }
  });

  /* -- the next person or section -- */
  form.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const parts = Array.from(form.querySelectorAll("[data-row], .sheet-section:not(#members)"));
    const here = parts.indexOf(event.target.closest("[data-row]") || event.target.closest(".sheet-section"));
    const next = parts[here + (event.key === "ArrowDown" ? 1 : -1)];
    const first = next && next.querySelector("input:not([type=hidden]), select");
    if (!first) return;
    event.preventDefault();
    first.focus();
  });

  /* -- what fits the person -- */
  function bornOf(row) {
    const field = inRow(row, "birth_date");
    return field && field.value ? field.value : "";
  }

  function ageOf(row) {
    const born = bornOf(row);
    return born ? year - Number(born.slice(0, 4)) : null;
  }

  function fitRelation(row) {
    const list = inRow(row, "relation");
    const [head] = rows();
    if (!list || !head || row === head) return;
    const sex = inRow(row, "sex").value, born = bornOf(row), headBorn = bornOf(head);
    const headSex = inRow(head, "sex").value;
    Array.from(list.options).forEach((option) => {
      const code = option.value;
      const wrongSex = (sex === "2" && MEN.includes(code)) || (sex === "1" && WOMEN.includes(code))
        || (code === "02" && sex && sex === headSex);
      const wrongAge = born && headBorn
        && ((YOUNGER.includes(code) && born <= headBorn) || (OLDER.includes(code) && born >= headBorn));
      const unfit = code === "01" || wrongSex || Boolean(wrongAge);
      option.hidden = unfit && !option.selected;
      option.disabled = option.hidden;
    });
  }

  function pass(field, on) {
    if (field) field.toggleAttribute("data-passed", on && !field.value);
  }

  /* Enter passes what nobody asks of a child, of who is at school, of who does not work away. */
  function fitQuestions(row) {
    const age = ageOf(row);
    const value = (name) => (inRow(row, name) ? inRow(row, name).value : "");
    const child = age !== null && age < 16;
    ["political_status", "phone", "work_region", "employee_insurance", "resident_pension"].forEach((name) => {
      pass(inRow(row, name), child);
    });
    // One of the two is answered: the stage of who is at school, what is finished of who is not.
    const pupil = age !== null && age >= 6 && age <= 15;
    pass(inRow(row, "education"), pupil || Boolean(value("school_status") && value("school_status") !== "01"));
    pass(inRow(row, "school_status"), (age !== null && age > 25) || Boolean(value("education")));
    pass(inRow(row, "dropout_reason"), !(age !== null && age >= 6 && age <= 22 && value("school_status") === "01"));
    pass(inRow(row, "work_months"), !value("work_region"));
    pass(inRow(row, "employee_insurance"), child || value("resident_insurance") === "yes");
    const skill = inRow(row, "labour_skill");
    if (child && skill && !skill.value) { skill.value = "4"; skill.setAttribute("data-passed", ""); }
  }

  function fitHouse() {
    const unsafe = form.querySelector("[name$=unsafe_house]"), level = form.querySelector("[name$=danger_level]");
    if (unsafe && level) pass(level, unsafe.value !== "yes");
    const causes = ["main_cause", "second_cause", "third_cause"].map((name) => form.querySelector(`[name$=${name}]`));
    if (causes[2]) pass(causes[2], !causes[1].value);
    const note = form.querySelector("[name$=cause_note]");
    if (note) pass(note, !causes.some((one) => one.value === "99"));
  }

  function fitAll() {
    rows().forEach((row) => { fitRelation(row); fitQuestions(row); });
    fitHouse();
  }

  form.addEventListener("told", (event) => { if (rowOf(event.target)) fitAll(); });
  form.addEventListener("change", (event) => {
    const group = event.target.closest(".cell-many");
    if (group) excluding(event.target, Array.from(group.querySelectorAll("input")));
    fitAll();
  });
  form.addEventListener("input", (event) => { if (event.target.matches("[name$='-name']")) fitAll(); });
  fitAll();
})();
