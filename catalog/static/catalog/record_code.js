/* Entries of the register below the field for a code. It only helps: the code can be typed too.
   Fields come and go with blocks, so the document listens for all of them. */
(() => {
  const PAUSE = 200;
  const ADDRESS = /\/[iv]\/(\w+)/;
  let timer;

  const listOf = (input) => {
    const next = input.nextElementSibling;
    if (next?.classList.contains("record-codes")) return next;
    const list = document.createElement("ul");
    list.className = "record-codes";
    input.after(list);
    return list;
  };

  const choice = (input, row, code) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = row.note ? `${row.text} (${row.note})` : row.text;
    button.addEventListener("click", () => {
      input.value = code.replace(/(\w{3})(\w{3})(\w{3})/, "$1 $2 $3");
      listOf(input).replaceChildren();
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  };

  const ask = async (input) => {
    const text = input.value.trim();
    const list = listOf(input);
    if (text.length < 2) return list.replaceChildren();
    const params = new URLSearchParams({ q: text, limit: 12 });
    try {
      const response = await fetch(`/api/v1/suggest?${params}`, { credentials: "omit" });
      if (!response.ok || input.value.trim() !== text) return undefined;
      const rows = (await response.json()).suggestions;
      const items = rows.flatMap((row) => {
        const code = ADDRESS.exec(row.url)?.[1];
        return code ? [choice(input, row, code)] : [];
      });
      return list.replaceChildren(...items);
    } catch {
      return undefined;
    }
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("[data-record-code]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => ask(event.target), PAUSE);
  });
})();
