"use strict";
/* Points that follow the answers: of each item, of each look, together; the server works them out again. */
(function () {
  const form = document.querySelector("form[data-scoring]");
  if (!form) return;
  const items = Array.from(form.querySelectorAll("[data-score]"));
  const scales = new Map(items.map((item) => [item, JSON.parse(item.dataset.score)]));
  const number = /^(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d{1,2})?$/;

  /* In hundredths, exact. */
  function hundredths(text) {
    const [whole, part] = text.replace(/,/g, "").split(".");
    return BigInt(whole) * 100n + BigInt((part || "").padEnd(2, "0"));
  }

  function plain(item) { return item.value.normalize("NFKC").trim(); }

  function pointsOf(item) {
    const scale = scales.get(item);
    const answer = plain(item);
    if (!Array.isArray(scale)) return answer in scale ? scale[answer] : null;
    if (!number.test(answer)) return null;
    const typed = hundredths(answer);
    const band = scale.find(([end]) => end === null || typed < hundredths(end));
    return band ? band[1] : null;
  }

  function bandOf(total) {
    const sign = form.dataset.direction === "low" ? 1 : -1;
    if (sign * total < sign * Number(form.dataset.poor)) return "poor";
    return sign * total > sign * Number(form.dataset.clear) ? "not_poor" : "borderline";
  }

  function differs(item) {
    if (!("told" in item.dataset)) return false;
    const answer = plain(item);
    if (number.test(answer) && number.test(item.dataset.told)) return hundredths(answer) !== hundredths(item.dataset.told);
    return answer !== item.dataset.told;
  }

  function show() {
    let total = 0;
    let open = 0;
    const looks = new Map();
    items.forEach((item) => {
      const points = pointsOf(item);
      form.querySelector(`[data-item-points="${item.name}"]`).value = points === null ? "—" : String(points);
      looks.set(item.dataset.look, (looks.get(item.dataset.look) || 0) + (points || 0));
      if (points === null) open += 1; else total += points;
      const reason = form.querySelector(`[data-reason-for="${item.name}"]`);
      if (reason) reason.hidden = !differs(item) && !reason.querySelector("input").value;
    });
    looks.forEach((points, look) => { form.querySelector(`[data-look-points="${look}"]`).value = String(points); });
    form.querySelector("[data-score-total]").value = String(total);
    form.querySelector("[data-score-open]").value = String(open);
    form.querySelectorAll("[data-band]").forEach((one) => { one.hidden = open > 0 || one.dataset.band !== bandOf(total); });
    const before = form.querySelector("[data-score-before]");
    if (!before) return;
    const difference = total - Number(before.dataset.scoreBefore);
    form.querySelector("[data-score-difference]").value = open > 0 ? "—" : `${difference > 0 ? "+" : ""}${difference}`;
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
})();
