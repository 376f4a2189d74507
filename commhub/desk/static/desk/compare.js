/* Makes the messages of two versions one template after the other, and shows how far it is. */
"use strict";

(async () => {
  const section = document.querySelector("[data-compare]");
  if (!section) return;
  const places = [...section.querySelectorAll("[data-words]")];
  const bar = section.querySelector("[data-progress]");
  if (!places.length) return;
  bar.hidden = false;
  for (const [index, place] of places.entries()) {
    try {
      const answer = await fetch(place.dataset.words, { credentials: "same-origin" });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      place.innerHTML = await answer.text();
    } catch (error) {
      place.append(` This could not be loaded: ${error.message}.`);
    }
    bar.querySelector("[data-done]").textContent = index + 1;
    bar.querySelector("progress").value = index + 1;
  }
  bar.hidden = true;
})();
