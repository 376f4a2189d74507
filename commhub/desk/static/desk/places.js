/* A button that names a line and a column takes the reader there. */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-place-line]");
  if (!button) return;
  const field = document.getElementById(button.dataset.placeOf);
  const folded = field.closest("details");
  if (folded) folded.open = true;
  const lines = field.value.split("\n");
  const line = Math.min(Number(button.dataset.placeLine), lines.length) - 1;
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  const units = [...lines[line]]; // columns count characters, and a field counts UTF-16 units
  const start = before + units.slice(0, Number(button.dataset.placeColumn) - 1).join("").length;
  const word = /^(?:"[^"\n]*"|'[^'\n]*'|[\p{L}\p{N}_.-]+)/u.exec(field.value.slice(start));
  field.focus();
  field.setSelectionRange(start, start + (word ? word[0].length : 1));
  field.scrollIntoView({ block: "center", behavior: "smooth" });
  field.scrollTop = field.scrollHeight * (line / lines.length) - field.clientHeight / 3;
});
