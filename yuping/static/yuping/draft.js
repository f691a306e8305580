"use strict";
/* Forms of household files are kept while they are typed: posted when a field is left, by themselves again when the
   connection returns. Nothing is put into the browser: machines are shared, and these are personal data. */
(function () {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = form.querySelector("[data-draft-state]");
  const own = new Set(["csrfmiddlewaretoken", "draft", "draft_revision", "draft_owner", "draft_basis", "draft_window", "once", "seen"]);
  const FIRST_WAIT = 2000, LONGEST_WAIT = 30000;
  let kept = entered();
  let wait = FIRST_WAIT, timer = 0, sending = null, again = false, stopped = false, leaving = false, renewed = false;

  function entered() {
    return Array.from(new FormData(form)).filter(([name]) => !own.has(name)).map(String).join("\n");
  }

  function field(name) { return form.querySelector(`input[name="${name}"]`); }

  /* -- what is said -- */
  function say(words, tone, link) {
    state.textContent = words;
    state.classList.toggle("is-wrong", tone === "wrong");
    if (!link) return;
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.textContent = link.words;
    if (link.apart) { anchor.target = "_blank"; anchor.rel = "noopener"; }
    state.append(" ", anchor);
  }

  function stop(words) {
    stopped = true;
    clearTimeout(timer);
    say(words, "wrong", { url: location.href.split("#")[0], words: state.dataset.reload });
  }

  /* -- keeping -- */
  function keep() {
    clearTimeout(timer);
    if (stopped) return;
    again = Boolean(sending);
    const now = entered();
    if (sending || now === kept) return;
    sending = send(now).finally(() => {
      sending = null;
      if (again) keep();
    });
  }

  async function send(now) {
    const body = new URLSearchParams(new FormData(form));
    body.set("keep_draft", "1");
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body, headers: { "HX-Request": "true" }, credentials: "same-origin", redirect: "error",
        keepalive: body.toString().length < 60000,
      });
    } catch { later(state.dataset.waiting); return; }
    if (answer.headers.has("HX-Redirect")) { signedOut(); return; }
    if (answer.status === 403 && !renewed) { await renew(); return; }
    await hear(answer, now);
  }

  async function hear(answer, now) {
    const said = answer.headers.get("Content-Type") === "application/json" ? await answer.json() : {};
    if (answer.ok && said.revision) {
      kept = now;
      wait = FIRST_WAIT;
      renewed = false;
      field("draft").value = said.draft;
      field("draft_revision").value = said.revision;
      if (said.address) history.replaceState(history.state, "", said.address);
      say(state.dataset.kept + said.at, "");
    } else if (answer.status === 422) {
      say(said.said, "wrong");
    } else if (answer.status === 409) {
      stop(said.said);
    } else if (answer.status < 500 && answer.status !== 429) {
      stop(state.dataset.refused);
    } else {
      later(state.dataset.waiting);
    }
  }

  function later(words) {
    say(words, "wrong");
    timer = setTimeout(keep, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function signedOut() {
    say(state.dataset.signedOut, "wrong", {
      url: state.dataset.signInUrl, words: state.dataset.signIn, apart: true,
    });
  }

  /* After signing in again the form needs the new session's token; the page itself gives it. */
  async function renew() {
    try {
      const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (answer.headers.has("HX-Redirect")) { signedOut(); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector('form[data-draft] input[name="csrfmiddlewaretoken"]');
      if (!token) { signedOut(); return; }
      field("csrfmiddlewaretoken").value = token.value;
      renewed = true;
      again = true;
    } catch { later(state.dataset.waiting); }
  }

  form.addEventListener("change", keep);
  form.addEventListener("focusout", keep);
  form.addEventListener("click", (event) => { if (event.target.closest("[data-add-row], [data-remove-row]")) keep(); });
  window.addEventListener("online", () => { wait = FIRST_WAIT; keep(); });
  window.addEventListener("focus", () => { renewed = false; keep(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

  /* A form that is sent waits for what is under way, so that its draft is the last one and goes with it. */
  form.addEventListener("submit", (event) => {
    if (sending && !leaving) {
      event.preventDefault();
      leaving = true;
      const go = () => { if (!form.dataset.sent) form.requestSubmit(); };
      Promise.race([sending, new Promise((done) => { setTimeout(done, LONGEST_WAIT / 6); })]).then(go, go);
      return;
    }
    leaving = true;
    stopped = true;
    clearTimeout(timer);
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && entered() !== kept) event.preventDefault();
  });
})();
