/* Loads the proofs where a page leaves a place for them, and chooses among them. Without it, all of them are shown. */
"use strict";

(() => {
  const remembered = {};

  function choose(box) {
    const bar = box.querySelector(".desk-choose");
    if (!bar) return;
    bar.hidden = false;
    const chosen = {};
    const apply = () => {
      let any = false;
      for (const proof of box.querySelectorAll(".desk-proof")) {
        const fits = Object.entries(chosen).every(([name, value]) => !value || proof.dataset[name] === value);
        proof.hidden = !fits;
        any = any || fits;
      }
      const none = box.querySelector("[data-none]");
      if (none) none.hidden = any;
    };
    const note = (name, value) => {
      chosen[name] = value;
      remembered[name] = value;
      apply();
    };
    for (const select of bar.querySelectorAll("select[data-choose]")) {
      const name = select.dataset.choose;
      const values = [...select.options].map((option) => option.value);
      if (values.includes(remembered[name])) select.value = remembered[name];
      chosen[name] = select.value;
      select.addEventListener("change", () => note(name, select.value));
    }
    for (const group of bar.querySelectorAll("[role=group][data-choose]")) {
      const name = group.dataset.choose;
      const buttons = [...group.querySelectorAll("button")];
      const press = (value) => {
        for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === value));
        note(name, value);
      };
      for (const button of buttons) button.addEventListener("click", () => press(button.value));
      const known = buttons.some((button) => button.value === remembered[name]);
      press(known ? remembered[name] : buttons[0].value);
    }
    apply();
  }

  async function load(place, address) {
    place.innerHTML = '<p class="desk-empty">Making the proofs …</p>';
    try {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      place.innerHTML = await answer.text();
      place.querySelectorAll("[data-proofs]").forEach(choose);
    } catch (error) {
      place.textContent = `The proofs could not be loaded: ${error.message}.`;
    }
  }

  window.deskProofs = { choose, load };
  for (const place of document.querySelectorAll("[data-load]")) load(place, place.dataset.load);
  for (const box of document.querySelectorAll("[data-proofs]")) if (!box.closest("[data-load]")) choose(box);
})();
