/* The draft page: tabs, the preview beside the form, and a warning before unsaved text is left behind. */
"use strict";

(() => {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const pane = form.querySelector("[data-pane]");
  let unsaved = Boolean(form.querySelector(".errorlist, .desk-together"));

  const bar = form.querySelector("[role=tablist]");
  const tabs = [...bar.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));
  const open = (tab) => {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
      panelOf(other).hidden = other !== tab;
    }
  };
  if (tabs.length > 1) {
    bar.hidden = false;
    for (const tab of tabs) {
      panelOf(tab).classList.add("tabbed");
      tab.addEventListener("click", () => {
        open(tab);
        history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`);
      });
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
        open(next);
        next.focus();
      });
    }
    const asked = decodeURIComponent(location.hash.slice(1));
    open(tabs.find((tab) => tab.classList.contains("wrong")) ||
      tabs.find((tab) => tab.getAttribute("aria-controls") === asked) || tabs[0]);
  }

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.hasAttribute("data-preview")) {
      event.preventDefault();
      preview(event.submitter);
    } else {
      unsaved = false;
    }
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  async function preview(button) {
    button.disabled = true;
    const before = button.textContent;
    button.textContent = "Saving …";
    const data = new FormData(form);
    data.set("then", "preview");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: data, credentials: "same-origin" });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const scrolled = form.querySelector(".desk-pane").scrollTop;
      pane.innerHTML = await answer.text();
      pane.querySelectorAll("[data-proofs]").forEach(window.deskProofs.choose);
      form.querySelector(".desk-pane").scrollTop = scrolled;
      const saved = pane.querySelector("[data-seen]");
      if (saved) {
        form.elements.seen.value = saved.dataset.seen;
        form.elements.base.value = saved.dataset.base;
        unsaved = false;
      }
    } catch (error) {
      pane.textContent = `Not saved, and no preview: ${error.message}. Your text still stands in the form.`;
    } finally {
      button.disabled = false;
      button.textContent = before;
    }
  }

  window.deskProofs.load(pane, `${pane.dataset.proofsUrl}?bare=1`);
})();
