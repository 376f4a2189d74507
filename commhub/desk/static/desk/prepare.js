/* Makes everything ready in steps before a form is sent, and shows how far it is; then sends it. */
"use strict";

(() => {
  const progress = (form) => {
    const says = document.createElement("p");
    says.className = "release-progress";
    says.setAttribute("role", "status");
    says.innerHTML = '<span></span><progress max="1" value="0"></progress>';
    form.append(says);
    return (done, size) => {
      says.querySelector("span").textContent = size ? `Making and checking every message: ${done} of ${size} editions` : "Making and checking every message …";
      const bar = says.querySelector("progress");
      bar.max = size || 1;
      bar.value = done;
    };
  };

  const prepare = async (form, address) => {
    const show = progress(form);
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    let seconds = 2;
    let last = -1;
    show(0, 0);
    for (;;) {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token);
      body.set("seconds", String(seconds));
      const answer = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok) return; // the form itself says what is wrong
      const { done, size, finished } = await answer.json();
      show(done, size);
      if (finished) return;
      if (done <= last) seconds *= 2; // what cannot be made is tried anew in each step, so that longer ones are needed
      last = done;
    }
  };

  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      const asked = (event.submitter && event.submitter.dataset.prepare) || form.dataset.prepare;
      if (!asked || form.dataset.prepared) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (form.dataset.preparing) return;
      form.dataset.preparing = "yes";
      try { await prepare(form, asked); } catch (error) { /* no network for a moment: the form is sent all the same */ }
      form.dataset.prepared = "yes";
      form.requestSubmit(event.submitter || undefined);
    });
  }
})();
