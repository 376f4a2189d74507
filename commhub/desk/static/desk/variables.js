/* Shows the JSON of the variables as a table and writes it back. What the table cannot hold stays as it was written. */
"use strict";

(() => {
  const field = document.querySelector("[data-variables-field]");
  if (!field) return;
  const source = field.querySelector("textarea[data-variables]");
  const place = field.querySelector("[data-variables-table]");
  const json = field.querySelector("[data-variables-json]");
  const words = JSON.parse(document.getElementById("desk-variable-words").textContent);
  let variables = [];

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const asText = (value) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

  function asValue(text, type) {
    if (text === "") return null;
    if (["string", "decimal", "date", "datetime", "enum"].includes(type)) return text;
    try { return JSON.parse(text); } catch { return text; }  // the server says what is wrong with it, with its line
  }

  function write() {
    source.value = JSON.stringify(variables, null, 2);
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function input(variable, name, { read = (text) => text, show = asText, mono = false, hint = "" } = {}) {
    const box = make("input", { type: "text", value: show(variable[name]), placeholder: hint, className: mono ? "mono" : "" });
    box.setAttribute("aria-label", name);
    box.addEventListener("change", () => { variable[name] = read(box.value); write(); });
    return box;
  }

  function select(variable, name, choices, then = () => {}) {
    const box = make("select", {}, ...choices.map((choice) => make("option", { value: choice, textContent: choice || "–" })));
    if (!choices.includes(variable[name] || choices[0])) box.append(make("option", { value: variable[name], textContent: variable[name] }));
    box.value = variable[name] || choices[0];
    box.setAttribute("aria-label", name);
    box.addEventListener("change", () => { variable[name] = box.value; write(); then(); });
    return box;
  }

  function jsonBox(variable, name) {
    const box = make("textarea", { rows: 4, className: "mono", value: JSON.stringify(variable[name] || [], null, 1) });
    box.setAttribute("aria-label", name);
    box.addEventListener("change", () => {
      try {
        variable[name] = JSON.parse(box.value || "[]");
        box.setCustomValidity("");
        box.style.borderColor = "";
        write();
      } catch (error) {
        box.setCustomValidity(`This is not JSON: ${error.message}`);
        box.style.borderColor = "var(--desk-bad)";
        box.reportValidity();
      }
    });
    return box;
  }

  function extras(variable) {
    const labelled = (text, box, className = "") => make("label", { className }, text, box);
    const cells = [
      labelled("Description", input(variable, "description")),
      labelled("Holds (such text is never linted)", select(variable, "holds", words.holds)),
    ];
    if (variable.type === "enum") {
      const split = (text) => text.split(",").map((word) => word.trim()).filter(Boolean);
      cells.push(labelled("Choices, with commas between", input(variable, "choices", { read: split, show: (list) => (list || []).join(", ") }), "whole"));
      cells.push(labelled("Dictionary of its codes", input(variable, "dictionary", { mono: true })));
    }
    if (variable.type === "object" || variable.type === "list") {
      cells.push(labelled(variable.type === "list" ? "Fields of each row (JSON; none: a list of texts)" : "Fields (JSON)", jsonBox(variable, "fields"), "whole"));
    }
    return make("div", { className: "extras" }, ...cells);
  }

  function rows(variable, index) {
    const required = make("input", { type: "checkbox", checked: variable.required !== false, title: "An app must send it" });
    required.setAttribute("aria-label", "required");
    required.addEventListener("change", () => { variable.required = required.checked; write(); });
    const remove = make("button", { type: "button", className: "remove", textContent: "×", title: `Take ${variable.name || "this"} out` });
    remove.addEventListener("click", () => { variables.splice(index, 1); write(); draw(); });
    const sample = input(variable, "sample", { read: (text) => asValue(text, variable.type), mono: true, hint: variable.type === "money" ? '{"amount": "12.30", "currency": "GBP"}' : "" });
    const cells = [input(variable, "name", { mono: true }), select(variable, "type", words.types, draw), required, sample, remove];
    const more = make("td", { colSpan: 5 }, extras(variable));
    return [make("tr", {}, ...cells.map((cell) => make("td", {}, cell))), make("tr", { className: "more" }, more)];
  }

  function draw() {
    const head = make("tr", {}, ...["Name", "Type", "Needed", "Sample", ""].map((text) => make("th", { textContent: text })));
    const add = make("button", { type: "button", className: "button plain", textContent: "Add a variable" });
    add.addEventListener("click", () => {
      variables.push({ name: "", type: "string", required: true, sample: null, description: "" });
      write();
      draw();
      place.querySelectorAll("tr:not(.more) td:first-child input")[variables.length - 1].focus();
    });
    const table = make("table", { className: "desk-variables" }, make("thead", {}, head), make("tbody", {}, ...variables.flatMap(rows)));
    const widths = ["26%", "17%", "9%", "", "6%"];
    [...head.children].forEach((cell, index) => { cell.style.width = widths[index]; });
    place.replaceChildren(table, add);
  }

  function read() {
    try {
      const found = JSON.parse(source.value || "[]");
      if (!Array.isArray(found) || found.some((item) => typeof item !== "object" || item === null)) throw new Error("not a list");
      variables = found;
      draw();
      return true;
    } catch {
      place.replaceChildren(make("p", { className: "quiet", textContent: "The JSON below cannot be shown as a table until it is put right." }));
      return false;
    }
  }

  json.open = !read() || Boolean(field.querySelector(".errorlist"));
  source.addEventListener("change", read);
})();
