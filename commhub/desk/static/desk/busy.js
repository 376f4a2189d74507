/* Says what is going on while the server works on a form that takes its time, and takes no second click. */
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      const says = document.createElement("p");
      says.className = "desk-busy";
      says.setAttribute("role", "status");
      form.append(says);
      says.textContent = form.dataset.busy;
      // Not `disabled` before the browser has read the form: the button that was pressed says where to send it.
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  // A page that comes back out of the browser's memory is ready for another go.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-busy]")) {
      delete form.dataset.sent;
      form.querySelectorAll(".desk-busy").forEach((says) => says.remove());
      form.querySelectorAll("button").forEach((button) => { button.disabled = false; });
    }
  });
})();
