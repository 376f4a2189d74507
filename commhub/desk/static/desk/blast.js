/* Works on a report of what changes while its page is open, and lets people choose, leaf through and compare. */
"use strict";

(() => {
  const PAUSE = 5000; // milliseconds before another go, when one failed
  let failed = 0;
  let chosen = "";

  const asked = async (address, options = {}) => {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    if (!answer.ok) throw new Error(String(answer.status));
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    return box.content.querySelector("[data-blast]");
  };

  // A card that has not changed stays as it is, so that nothing flickers and nobody loses their place.
  const put = (fresh) => {
    const old = document.querySelector("[data-blast]");
    for (const card of fresh.querySelectorAll(".blast-card")) {
      const known = old.querySelector(`#${card.id}`);
      if (known && known.dataset.mark === card.dataset.mark) card.replaceWith(known);
    }
    fresh.querySelector("[data-blast-work] button")?.setAttribute("hidden", ""); // the work goes on without it
    const focused = old.contains(document.activeElement) && document.activeElement.name;
    old.replaceWith(fresh);
    if (focused) fresh.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    return fresh;
  };

  const work = async () => {
    const form = document.querySelector("[data-blast-work]");
    if (!form) return;
    form.querySelector("button").hidden = true;
    try {
      const before = chosen;
      const fresh = await asked(form.action + chosen, {
        method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" },
      });
      if (chosen === before) put(fresh); // somebody chose something else meanwhile: the next answer shows that
      failed = 0;
    } catch (error) {
      failed += 1;
      form.querySelector("button").hidden = false;
      if (failed < 5) setTimeout(work, PAUSE * failed); // somebody else was at it, or the server starts anew
      return;
    }
    work();
  };

  const show = async (query, scroll) => {
    chosen = query;
    const section = document.querySelector("[data-blast]");
    section.classList.add("blast-loading");
    try {
      const working = Boolean(section.querySelector("[data-blast-work]"));
      const fresh = put(await asked(section.dataset.url + query + (query ? "&" : "?") + "bare=1"));
      if (scroll) fresh.scrollIntoView({ block: "start" });
      if (!working && fresh.querySelector("[data-blast-work]")) work();
    } catch (error) {
      location.href = section.dataset.url + query;
    }
  };

  const query = (form, changes = {}) => {
    const values = form ? [...new FormData(form)] : [];
    const all = { ...Object.fromEntries(values), ...changes };
    const text = new URLSearchParams(Object.entries(all).filter(([, value]) => value)).toString();
    return text ? `?${text}` : "";
  };

  const slide = (box) => {
    const range = box.querySelector("input[type=range]");
    const move = () => box.style.setProperty("--at", `${range.value}%`);
    range.addEventListener("input", move);
    move();
  };

  const open = async (link) => {
    const answer = await fetch(`${link.href}?bare=1`, { credentials: "same-origin" });
    if (!answer.ok) { location.href = link.href; return; }
    const dialog = document.createElement("dialog");
    dialog.className = "blast-dialog desk";
    dialog.innerHTML = '<form method="dialog"><button class="button plain">Close</button></form>' + await answer.text();
    dialog.querySelectorAll("[data-blast-slide]").forEach(slide);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("[data-blast-open], [data-blast-nav], [data-blast-page]");
    if (!link) return;
    event.preventDefault();
    const form = document.querySelector("[data-blast-choose]");
    if (link.dataset.blastOpen !== undefined) open(link);
    else if (link.dataset.blastPage) show(query(form, { page: link.dataset.blastPage, ...groupOf(link) }), true);
    else show(query(form, { group: link.dataset.blastNav }), false);
  });
  const groupOf = (link) => ({ group: new URL(link.href, location.href).searchParams.get("group") || "" });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-blast-choose]");
    if (form) show(query(form), false);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-blast-choose]");
    if (form) { event.preventDefault(); show(query(form), false); }
  });

  const begin = async () => {
    document.documentElement.classList.add("blast-works"); // a choice shows at once, without a button
    for (const place of document.querySelectorAll("[data-blast-load]")) {
      try {
        place.replaceChildren(await asked(place.dataset.blastLoad));
      } catch (error) {
        continue; // the link to the page is still there
      }
    }
    document.querySelectorAll("[data-blast-slide]").forEach(slide);
    const section = document.querySelector("[data-blast]");
    if (section) chosen = query(section.querySelector("[data-blast-choose]"));
    work();
  };
  begin();
})();
