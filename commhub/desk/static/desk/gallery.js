/* Goes on with making proofs while their page is open; what is on the page already stays where it is. */
"use strict";

(() => {
  const PAUSE = 5000; // milliseconds before another go, when one failed
  let failed = 0;
  const goOn = async () => {
    const section = document.querySelector("[data-gallery]");
    const form = section && section.querySelector("[data-go-on]");
    if (!form) return;
    form.querySelector("button").hidden = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const focused = document.activeElement && document.activeElement.getAttribute("href");
      section.replaceWith(box.content);
      if (focused) document.querySelector(`[data-gallery] a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
      failed = 0;
    } catch (error) {
      failed += 1;
      form.querySelector("button").hidden = false;
      if (failed < 5) setTimeout(goOn, PAUSE * failed); // somebody else was at it, or the server starts anew
      return;
    }
    goOn();
  };
  goOn();
})();
