/* Suggestions under a search field: the combobox with a listbox of WAI-ARIA 1.2.
   It only helps: the field stands in a plain form, which goes on working when this file is
   missing or a request fails. Marked up by data-suggest, data-suggest-label, data-suggest-count. */

const PAUSE = 150;
const KEPT_ANSWERS = 40;
let fields = 0;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.id = `suggestions-${(fields += 1)}`;
    this.rows = [];
    this.active = -1;
    this.isComposing = false;
    this.answers = new Map();
    this.prepareField();
    this.prepareList();
    this.listen();
  }

  prepareField() {
    // A search field has no combobox role of its own, and its Escape would empty it.
    this.input.type = "text";
    this.input.enterKeyHint = "search";
    this.input.spellcheck = false;
    const told = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.id, "aria-haspopup": "listbox",
    };
    for (const [name, value] of Object.entries(told)) this.input.setAttribute(name, value);
  }

  prepareList() {
    this.list = document.createElement("ul");
    this.list.id = this.id;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.dataset.suggestLabel);
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "hidden-text";
    this.status.setAttribute("role", "status");
    this.input.parentElement.append(this.list, this.status);
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("compositionstart", () => { this.isComposing = true; });
    input.addEventListener("compositionend", () => { this.isComposing = false; this.later(); });
    input.addEventListener("input", (event) => {
      if (!this.isComposing && !event.isComposing) this.later();
    });
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    input.form.addEventListener("submit", () => this.close());
    // The field keeps the focus while an option is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.rows[[...list.children].indexOf(option)]);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value;
    if (!text.trim()) return this.close();
    const language = document.documentElement.lang.startsWith("en") ? "en" : "vi";
    let rows = this.answers.get(text);
    if (!rows) {
      this.asking = new AbortController();
      try {
        const params = new URLSearchParams({ q: text, lang: language });
        const response = await fetch(`${this.input.dataset.suggest}?${params}`, {
          signal: this.asking.signal, credentials: "omit",
        });
        if (!response.ok) return this.close();
        rows = (await response.json()).suggestions;
      } catch {
        return undefined;
      }
      if (this.answers.size >= KEPT_ANSWERS) this.answers.clear();
      this.answers.set(text, rows);
    }
    const isCurrent = this.input.value === text && document.activeElement === this.input;
    return isCurrent && !this.isComposing ? this.show(rows) : undefined;
  }

  show(rows) {
    this.rows = rows;
    this.list.replaceChildren(...rows.map((row, number) => this.option(row, number)));
    this.activate(-1);
    this.setOpen(rows.length > 0);
    this.status.textContent = this.input.dataset.suggestCount.replace("{n}", rows.length);
  }

  option(row, number) {
    const option = document.createElement("li");
    option.id = `${this.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.kind = row.kind;
    const words = document.createElement("span");
    words.className = "suggestions__text";
    words.lang = "vi";
    words.append(...marked(row.text, row.marks));
    const note = document.createElement("span");
    note.className = "suggestions__note";
    note.textContent = row.note;
    option.append(words, " ", note);
    return option;
  }

  pressed(event) {
    if (event.isComposing || this.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.ask();
      else if (!event.altKey) this.move(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "ArrowUp") this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      this.choose(this.rows[this.active]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  // Beyond either end stands the field itself, with nothing chosen.
  move(step) {
    const places = this.rows.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  activate(number) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = number;
    const option = this.list.children[number];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(row) {
    this.close();
    if (row.kind === "phrase") {
      // The form keeps the filters that stand beside the field.
      this.input.value = row.text;
      this.input.form.requestSubmit();
      return;
    }
    const address = new URL(row.url);
    if (row.kind === "place" || row.kind === "group") this.addFilters(address.searchParams);
    window.location.assign(address.pathname + address.search);
  }

  // A filter that is chosen here is added to those which stand beside the field.
  addFilters(params) {
    const added = [...params];
    for (const { name, value } of this.input.form.querySelectorAll("input[type=hidden]")) {
      if (!added.some(([key, chosen]) => key === name && chosen === value)) {
        params.append(name, value);
      }
    }
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.activate(-1);
    this.setOpen(false);
    this.status.textContent = "";
  }

  setOpen(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }
}

// Positions count letters as the server does, not the halves of rare ones.
function marked(text, marks) {
  const letters = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(letters.slice(at, start).join(""));
    const mark = document.createElement("mark");
    mark.textContent = letters.slice(start, end).join("");
    parts.push(mark);
    at = end;
  }
  parts.push(letters.slice(at).join(""));
  return parts;
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
