/* Goes on with the trial of a term list while its page is open. */
"use strict";

(() => {
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
    } catch (error) {
      form.querySelector("button").hidden = false;
      return;
    }
    goOn();
  };
  goOn();
})();
