/* Goes on with the trial of a term list while its page is open. */
"use strict";

(() => {
  const PAUSE = 5000; // milliseconds before another go, when one failed
  let failed = 0;
  const goOn = async () => {
    const section = document.querySelector("[data-ratchet]");
    const form = section && section.querySelector("[data-go-on]");
    if (!form) return;
    form.querySelector("button").hidden = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), credentials: "same-origin", headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      section.outerHTML = await answer.text();
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
