/* A click on a line's number fills in where a comment is about; what is said there then stands beside the line. */
"use strict";

(() => {
  const form = document.getElementById("comment-form");
  if (!form) return;
  const place = form.elements.place;
  const line = form.elements.line;
  const bound = () => { line.max = place.selectedOptions[0].dataset.lines || ""; };
  place.addEventListener("change", bound);
  for (const cell of document.querySelectorAll("[data-line]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "desk-line-number";
    button.title = "Comment on this line";
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      place.value = cell.closest("[data-place]").dataset.place;
      bound();
      line.value = cell.dataset.line;
      form.elements.channel.value = "";
      form.scrollIntoView({ block: "center" });
      form.elements.text.focus();
    });
  }
})();
