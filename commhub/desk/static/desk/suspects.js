/* Unlisted words: one key decides about the word that is at hand, and the next one comes. */
"use strict";

(() => {
  for (const filter of document.querySelectorAll("[data-filter]")) {
    filter.addEventListener("change", () => filter.form.requestSubmit());
  }
  for (const button of document.querySelectorAll("[data-busy]")) {
    button.form.addEventListener("submit", () => { button.disabled = true; button.textContent = button.dataset.busy; });
  }

  const told = document.querySelector("[data-told]");
  const waiting = document.querySelector("[data-waiting]");
  const rows = () => [...document.querySelectorAll("[data-suspect]:not([hidden])")];
  const lists = new Map([...document.querySelectorAll("[data-list]")].map((list) => [list.dataset.list, list]));
  let at = null;
  let last = null;

  const chosen = (language) => `commhub.term-list.${language}`;
  for (const [language, list] of lists) {
    const kept = localStorage.getItem(chosen(language));
    if (kept && [...list.options].some((option) => option.value === kept)) list.value = kept;
    list.addEventListener("change", () => localStorage.setItem(chosen(language), list.value));
  }

  const go = (row, scroll = true) => {
    if (at) at.classList.remove("at");
    at = row;
    if (!row) return;
    row.classList.add("at");
    if (scroll) { row.focus({ preventScroll: true }); row.scrollIntoView({ block: "nearest" }); }
  };

  const step = (by) => {
    const all = rows();
    const place = all.indexOf(at);
    go(all[Math.min(all.length - 1, Math.max(0, place + by))]);
  };

  const say = (text, url, bad) => {
    told.className = bad ? "suspects-told bad" : "suspects-told good";
    told.textContent = text;
    if (url) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = "See the row";
      told.append(" ", link);
    }
    if (!bad && last) {
      const back = document.createElement("button");
      back.type = "button";
      back.className = "button plain";
      back.textContent = "Undo (u)";
      back.addEventListener("click", undo);
      told.append(" ", back);
    }
  };

  async function send(form, decision) {
    const row = form.closest("[data-suspect]");
    const list = lists.get(row.dataset.language);
    if (list) form.elements.term_list.value = list.value;
    const body = new FormData(form);
    body.set("decision", decision);
    let said;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" },
      });
      said = answer.ok || answer.status === 409 ? await answer.json() : { problem: `Not decided: the server answered ${answer.status}.` };
    } catch (error) {
      said = { problem: `Not decided: ${error.message}.` };
    }
    return said;
  }

  async function decide(form, decision) {
    const row = form.closest("[data-suspect]");
    if (row.dataset.sent) return;
    row.dataset.sent = "1";
    const said = await send(form, decision);
    delete row.dataset.sent;
    if (said.problem) { say(said.problem, "", true); return; }
    const all = rows();
    const next = all[all.indexOf(row) + 1] || all[all.indexOf(row) - 1] || null;
    row.hidden = true;
    last = { row, form };
    if (waiting) waiting.textContent = said.waiting;
    say(said.told, said.url, false);
    if (next) go(next);
    else location.reload();
  }

  async function undo() {
    if (!last) return;
    const { row, form } = last;
    const said = await send(form, "undo");
    if (said.problem) { say(said.problem, "", true); return; }
    last = null;
    row.hidden = false;
    if (waiting) waiting.textContent = said.waiting;
    say(said.told, "", false);
    go(row);
  }

  for (const form of document.querySelectorAll("[data-decide]")) {
    form.addEventListener("submit", (event) => {
      const decision = event.submitter ? event.submitter.value : "";
      if (!decision || decision === "undo") return;
      event.preventDefault();
      decide(form, decision);
    });
    const field = form.elements.suggestion;
    if (field) field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      decide(form, "block");
    });
  }

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-suspect]");
    if (row && row !== at) go(row, false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "j") { step(1); event.preventDefault(); return; }
    if (event.key === "k") { step(-1); event.preventDefault(); return; }
    if (event.key === "u") { undo(); return; }
    const button = at && at.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    decide(button.form, button.value);
  });
  if (document.querySelector("[data-key]")) go(rows()[0], false);
})();
