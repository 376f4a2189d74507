/* Marks in the fields of a draft what the linter finds, as one types, and puts the suggestion there at a click.

   The marks stand on a sheet behind the field, which has the same text in the same letters. Typing, undo, input methods and
   what reads the page aloud all deal with the field itself, which stays an ordinary one. */
"use strict";

(() => {
  const form = document.querySelector("[data-lint-url]");
  if (!form) return;
  const url = form.dataset.lintUrl;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const WAIT = 30; // milliseconds without a keystroke before the server is asked
  const SETTLED = 700; // before the number of marks is read aloud
  const WORDS = { error: "error", warning: "warning", advice: "advice", review: "for review" };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  /* ---- the note beside a mark: one for the page ---- */

  const card = make("div", { className: "desk-card-note", hidden: true, id: "desk-card-note" });
  card.setAttribute("role", "tooltip");
  document.body.append(card);
  let shown = null; // { field, finding } of the card
  let leaving = 0;

  function describe(field, finding) {
    const head = make("p", {}, make("strong", { className: `desk-marked ${finding.severity}`, textContent: finding.word }), " ",
      make("span", { className: `desk-count ${finding.severity}`, textContent: WORDS[finding.severity] || finding.severity }));
    const parts = [head, make("p", { textContent: finding.message })];
    if (finding.instead) {
      parts.push(make("p", { className: "desk-bar" }, replaceButton(field, finding), make("span", { className: "quiet", textContent: "or Alt+Enter in the word" })));
    }
    return parts;
  }

  function replaceButton(field, finding) {
    const button = make("button", { type: "button", className: "button plain", textContent: `Replace with “${finding.instead}”` });
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    button.addEventListener("click", () => field.replace(finding));
    return button;
  }

  function show(field, finding, rectangle) {
    clearTimeout(leaving);
    if (shown && shown.finding === finding) return;
    shown = { field, finding };
    card.replaceChildren(...describe(field, finding));
    card.hidden = false;
    const width = card.offsetWidth, height = card.offsetHeight;
    const below = rectangle.bottom + 6 + height < innerHeight;
    card.style.left = `${Math.max(8, Math.min(rectangle.left, innerWidth - width - 8)) + scrollX}px`;
    card.style.top = `${(below ? rectangle.bottom + 6 : rectangle.top - height - 6) + scrollY}px`;
    field.area.setAttribute("aria-describedby", card.id);
  }

  function hide() {
    clearTimeout(leaving);
    if (shown) shown.field.area.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  }

  const hideSoon = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };
  card.addEventListener("mouseenter", () => clearTimeout(leaving));
  card.addEventListener("mouseleave", hideSoon);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  /* ---- one field ---- */

  class Field {
    constructor(area) {
      this.area = area;
      this.findings = [];
      this.text = null; // the text that the sheet shows
      this.lines = []; // what each line of the sheet was made of
      this.asked = 0;
      this.build();
      area.addEventListener("input", (event) => this.typed(event));
      area.addEventListener("compositionend", () => this.ask(WAIT));
      area.addEventListener("scroll", () => this.follow(), { passive: true });
      area.addEventListener("mousemove", (event) => this.point(event));
      area.addEventListener("mouseleave", hideSoon);
      area.addEventListener("blur", () => { if (!card.matches(":hover")) hide(); });
      area.addEventListener("keydown", (event) => this.key(event));
      for (const name of ["keyup", "click", "focus"]) area.addEventListener(name, () => this.caret());
      area.form.addEventListener("reset", () => setTimeout(() => this.typed(), 0));
      new ResizeObserver(() => this.follow()).observe(area);
      this.draw();
      this.ask(0);
    }

    build() {
      const box = make("div", { className: "desk-typed" });
      this.area.before(box);
      this.sheet = make("div", { className: "desk-sheet" });
      this.page = make("div", { className: "desk-sheet-page" });
      this.sheet.setAttribute("aria-hidden", "true");
      this.sheet.append(this.page);
      box.append(this.sheet, this.area);
      this.list = make("ol", { className: "desk-typed-list" });
      this.says = make("p", { className: "quiet desk-typed-says" });
      this.says.setAttribute("role", "status");
      box.after(make("div", { className: "desk-typed-notes" }, this.says, this.list));
    }

    /* The sheet is as wide as the field's text, and scrolled as far. */
    follow() {
      const style = getComputedStyle(this.area);
      const border = parseFloat(style.borderTopWidth), side = parseFloat(style.borderLeftWidth);
      Object.assign(this.sheet.style, {
        top: `${this.area.offsetTop + border}px`, left: `${this.area.offsetLeft + side}px`,
        width: `${this.area.clientWidth}px`, height: `${this.area.clientHeight}px`,
      });
      for (const name of ["fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "padding", "tabSize", "direction", "textAlign"]) {
        if (this.page.style[name] !== style[name]) this.page.style[name] = style[name];
      }
      this.page.style.transform = `translateY(${-this.area.scrollTop}px)`;
    }

    typed() {
      this.keep();
      this.draw();
      hide();
      this.ask(WAIT);
    }

    /* Marks before and behind what was typed stay with their words until the server has answered. */
    keep() {
      const before = this.text || "", now = this.area.value;
      let first = 0, last = 0;
      const most = Math.min(before.length, now.length);
      while (first < most && before.charCodeAt(first) === now.charCodeAt(first)) first += 1;
      while (last < most - first && before.charCodeAt(before.length - 1 - last) === now.charCodeAt(now.length - 1 - last)) last += 1;
      const end = before.length - last, moved = now.length - before.length;
      const letter = /[\p{L}\p{N}_]/u; // a word that grew is another word
      const stays = (one) => one.end < first || one.start > end || (one.end === first && !letter.test(now[first] || "")) ||
        (one.start === end && !letter.test(now[end + moved - 1] || ""));
      this.findings = this.findings.filter(stays)
        .map((one) => (one.start >= end ? { ...one, start: one.start + moved, end: one.end + moved } : one));
    }

    ask(wait) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.send(), wait);
    }

    async send() {
      const text = this.area.value;
      if (this.asking) this.asking.abort();
      const asking = this.asking = new AbortController();
      try {
        const answer = await fetch(url, {
          method: "POST", credentials: "same-origin", signal: asking.signal,
          headers: { "Content-Type": "application/json", "X-CSRFToken": token },
          body: JSON.stringify({ text, channel: this.area.dataset.lint, locale: this.area.lang }),
        });
        const found = await answer.json().catch(() => ({ problem: `The server answered ${answer.status}.` }));
        if (asking !== this.asking || text !== this.area.value) return; // a later text is asked about
        this.findings = answer.ok ? found.findings : [];
        this.draw();
        this.tell(answer.ok ? "" : found.problem);
        this.caret();
        this.area.dispatchEvent(new CustomEvent("desk:linted", { bubbles: true }));
      } catch (error) {
        if (error.name !== "AbortError") this.tell(`The server cannot be reached: ${error.message}`);
      }
    }

    /* The sheet again, but for the lines at its head and foot that stay as they are. */
    draw() {
      this.text = this.area.value;
      const lines = this.pieces();
      const alike = ([text, finding], [other, its]) => text === other && (finding && finding.severity) === (its && its.severity);
      const same = (one, other) => one.length === other.length && one.every((piece, index) => alike(piece, other[index]));
      let first = 0, last = 0;
      const most = Math.min(lines.length, this.lines.length);
      while (first < most && same(lines[first], this.lines[first])) first += 1;
      while (last < most - first && same(lines[lines.length - 1 - last], this.lines[this.lines.length - 1 - last])) last += 1;
      const old = [...this.page.children].slice(first, this.lines.length - last);
      const behind = this.page.children[this.lines.length - last] || null;
      for (const line of lines.slice(first, lines.length - last)) {
        const element = old.shift() || this.page.insertBefore(document.createElement("div"), behind);
        element.replaceChildren(...line.map(([text, finding]) => (finding ? make("mark", { className: finding.severity, textContent: text }) : text)));
        if (!line.length) element.textContent = "\u200b";
      }
      for (const element of old) element.remove();
      this.lines = lines;
      this.follow();
    }

    /* For each line what stands in it, as pairs of a text and its finding, if it has one. */
    pieces() {
      const lines = [];
      let at = 0, next = 0;
      for (const line of this.text.split("\n")) {
        const end = at + line.length, found = [];
        let done = at;
        while (next < this.findings.length && this.findings[next].start < end) {
          const one = this.findings[next];
          const start = Math.max(one.start, done), stop = Math.min(one.end, end);
          if (start > done) found.push([this.text.slice(done, start)]);
          if (stop > start) found.push([this.text.slice(start, stop), one]);
          done = Math.max(done, stop);
          if (one.end > end) break; // it goes on in the next line
          next += 1;
        }
        if (done < end) found.push([this.text.slice(done, end)]);
        lines.push(found);
        at = end + 1;
      }
      return lines;
    }

    tell(problem) {
      clearTimeout(this.telling);
      const count = this.findings.length;
      this.telling = setTimeout(() => {
        this.says.textContent = problem ? `Not checked. ${problem}` : count ? `${count} ${count === 1 ? "place" : "places"} to look at` : "";
        this.says.classList.toggle("bad", Boolean(problem));
      }, problem || !this.says.textContent ? 0 : SETTLED);
      this.list.replaceChildren(...this.findings.map((finding) => this.entry(finding)));
    }

    entry(finding) {
      const go = make("button", { type: "button", className: `desk-go desk-marked ${finding.severity}`, textContent: finding.word, title: "Show it in the text" });
      go.addEventListener("click", () => this.go(finding));
      const item = make("li", {}, go, " ", make("span", { className: `desk-count ${finding.severity}`, textContent: WORDS[finding.severity] || finding.severity }), " ", finding.message, " ");
      if (finding.instead) item.append(replaceButton(this, finding));
      return item;
    }

    go(finding) {
      this.area.focus();
      this.area.setSelectionRange(finding.start, finding.end);
      const mark = this.marks().find(([, one]) => one === finding);
      if (mark) {
        this.area.scrollTop = Math.max(0, mark[0].offsetTop - this.area.clientHeight / 2);
        this.follow();
        show(this, finding, mark[0].getBoundingClientRect());
      }
    }

    /* Put in as if it were typed, so that undo takes it back. */
    replace(finding) {
      const now = this.findings.find((one) => one === finding || (one.start === finding.start && one.word === finding.word));
      if (!now || this.area.readOnly || this.area.value !== this.text) return;
      hide();
      this.area.focus();
      this.area.setSelectionRange(now.start, now.end);
      if (!document.execCommand("insertText", false, now.instead)) {
        this.area.setRangeText(now.instead, now.start, now.end, "end");
        this.area.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    marks() {
      const found = [...this.page.querySelectorAll("mark")];
      const findings = this.lines.flatMap((line) => line.filter(([, finding]) => finding).map(([, finding]) => finding));
      return found.map((element, index) => [element, findings[index]]);
    }

    point(event) {
      if (event.buttons) return;
      const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.tagName === "MARK" && this.page.contains(one));
      if (!under) { if (shown) hideSoon(); return; }
      const [, finding] = this.marks().find(([element]) => element === under);
      show(this, finding, under.getBoundingClientRect());
    }

    at(place) {
      return this.findings.find((one) => one.start <= place && place <= one.end);
    }

    caret() {
      if (document.activeElement !== this.area || this.area.selectionStart !== this.area.selectionEnd) return;
      const finding = this.at(this.area.selectionStart);
      const mark = finding && this.marks().find(([, one]) => one === finding);
      if (mark) show(this, finding, mark[0].getBoundingClientRect());
      else if (shown && shown.field === this && !card.matches(":hover")) hide();
    }

    key(event) {
      if (event.key !== "Enter" || !event.altKey) return;
      const finding = this.at(this.area.selectionStart);
      if (finding && finding.instead) {
        event.preventDefault();
        this.replace(finding);
      }
    }
  }

  const fields = [...form.querySelectorAll("textarea[data-lint]")].map((area) => new Field(area));
  window.deskMarks = { fields };
})();
