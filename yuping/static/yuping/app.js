"use strict";
/* The frame: navigation, menus, focus on what is wrong, a warning before typed text is left, one submit only. */
(function () {
  const root = document.documentElement;
  const folded = "yuping-folded";

  function setFolded(on) {
    root.classList.toggle("is-folded", on);
    document.querySelectorAll("[data-fold]").forEach((button) => button.setAttribute("aria-expanded", String(!on)));
  }

  function setMenu(on) {
    root.classList.toggle("is-menu-open", on);
    document.querySelectorAll("[data-menu]").forEach((button) => button.setAttribute("aria-expanded", String(on)));
  }

  setFolded(localStorage.getItem(folded) === "1");

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fold]")) {
      const on = !root.classList.contains("is-folded");
      localStorage.setItem(folded, on ? "1" : "0");
      setFolded(on);
    } else if (event.target.closest("[data-menu]")) {
      setMenu(!root.classList.contains("is-menu-open"));
    } else if (!event.target.closest(".side")) {
      setMenu(false);
    }
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    if (root.classList.contains("is-folded") && event.target.closest(".side summary")) setFolded(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    setMenu(false);
    document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  });

  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-fill-username]");
    if (!one) return;
    document.getElementById("id_username").value = one.dataset.fillUsername;
    document.getElementById("id_password").value = one.dataset.fillPassword;
    document.getElementById("id_password").form.querySelector("button[type=submit]").focus();
  });

  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  /* What scrolls can be reached by the keyboard. */
  function reach() {
    document.querySelectorAll(".table-wrap, .table-frame").forEach((box) => {
      const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
      if (scrolls) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
    });
  }
  reach();
  window.addEventListener("resize", reach);
  document.addEventListener("htmx:afterSettle", reach);

  // Long pages are folded by subject where the screen is narrow; the address of a subject opens it.
  document.querySelectorAll("details[data-open-wide]").forEach((one) => {
    one.open = window.matchMedia("(min-width: 768px)").matches || Boolean(location.hash && one.querySelector(`[id="${location.hash.slice(1)}"]`));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.hash.slice(1));
    const fold = target && target.closest("details[data-open-wide]");
    if (fold) fold.open = true;
  });

  // Work that takes longer than this, in milliseconds, says that it goes on.
  const PATIENCE = 700;
  const sending = document.getElementById("sending");
  let waiting;

  let typed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-unsaved]")) typed = true; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-gives-file]");
    if (form) delete form.dataset.sent;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("form[data-unsaved]")) typed = false;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    // After a file the page stands as it was, and another may be asked for at once.
    setTimeout(() => { delete form.dataset.sent; }, form.matches("[data-gives-file]") ? 1000 : 5000);
    if (!form.matches("[hx-post], [target], [data-gives-file]")) waiting = setTimeout(() => { sending.hidden = false; }, PATIENCE);
  });
  // Back from the cache of the browser, nothing is under way.
  window.addEventListener("pageshow", () => { clearTimeout(waiting); sending.hidden = true; });
})();
