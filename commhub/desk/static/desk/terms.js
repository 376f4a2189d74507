/* The rows of a term list: filters that act at once, ticks, and what a row would find while it is typed. */
"use strict";

(() => {
  for (const filter of document.querySelectorAll("[data-filter]")) {
    filter.addEventListener("change", () => filter.form.requestSubmit());
  }

  const rows = document.querySelector("[data-rows]");
  const all = rows && rows.querySelector("[data-all]");
  if (all) {
    const ticks = [...rows.querySelectorAll("input[name=rows]")];
    const told = rows.querySelector("[data-ticked]");
    const buttons = [...rows.querySelectorAll("button[name=action]")];
    const show = () => {
      const count = ticks.filter((tick) => tick.checked).length;
      told.textContent = count ? `With the ${count} ticked:` : "Tick rows to turn them off or take them out.";
      for (const button of buttons) button.disabled = !count;
      all.checked = count === ticks.length;
      all.indeterminate = count > 0 && count < ticks.length;
    };
    all.addEventListener("change", () => { for (const tick of ticks) tick.checked = all.checked; show(); });
    for (const tick of ticks) tick.addEventListener("change", show);
    show();
  }

  const form = document.querySelector("[data-term]");
  if (!form) return;
  const pane = form.querySelector("[data-tried]");
  const written = form.elements.forms_text;
  const made = form.elements.made;
  const lines = (text) => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).join("\n");
  let waiting = 0;
  let asked = 0;
  let unsaved = Boolean(form.querySelector(".errorlist"));

  async function tryOut() {
    const mine = ++asked;
    const edited = lines(written.value) !== lines(made.value);
    try {
      const answer = await fetch(form.dataset.try, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const text = await answer.text();
      if (mine !== asked) return;
      pane.innerHTML = text;
      const found = pane.querySelector("[data-made]");
      if (found && found.dataset.made) {
        made.value = found.dataset.made;
        if (!edited || !lines(written.value)) written.value = found.dataset.made;
      }
    } catch (error) {
      if (mine === asked) pane.textContent = `It cannot be tried now: ${error.message}.`;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.name !== "sentence") unsaved = true;
    clearTimeout(waiting);
    waiting = setTimeout(tryOut, 250);
  });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  tryOut();
})();
