// Uptake: classes of schemes are proposed while a code is typed.
//
// A field with `data-classes` becomes a combobox with a list (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without
// this script it is a field like any other. What is proposed comes from the address in the attribute.

/** Milliseconds without a key before classes are asked for. */
const TYPING_PAUSE = 200;

/** What parts codes where a field takes several. */
const BETWEEN = /[,;\n]/;

let count = 0;

for (const field of document.querySelectorAll("input[data-classes]")) propose(field);

function propose(field) {
  const told = field.dataset;
  const several = "classesSeveral" in told;
  const list = document.createElement("ul");
  list.id = `classes-${(count += 1)}`;
  list.className = "classes-list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", told.classesLabel);
  const status = document.createElement("span");
  status.className = "unseen";
  status.role = "status";
  field.after(list, status);
  field.role = "combobox";
  field.autocomplete = "off";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let [timer, asking, found, at] = [0, null, [], -1];

  /** Where the code under the caret begins and ends. */
  function place() {
    const text = field.value;
    if (!several) return [0, text.length];
    const caret = field.selectionStart ?? text.length;
    let from = caret;
    while (from > 0 && !BETWEEN.test(text[from - 1])) from -= 1;
    let to = caret;
    while (to < text.length && !BETWEEN.test(text[to])) to += 1;
    return [from, to];
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.replaceChildren();
    list.hidden = true;
    [found, at] = [[], -1];
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function stand(row) {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = row;
    const here = list.children[at];
    if (!here) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    here.setAttribute("aria-selected", "true");
    here.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", here.id);
  }

  function written(one) {
    if (told.classesWrite === "qualified") return `${one.scheme}:${one.code}`;
    if (told.classesWrite === "named") return one.label ? `${one.label} (${one.said})` : one.said;
    return one.code;
  }

  function take(one) {
    const [from, to] = place();
    const before = field.value.slice(0, from);
    const blank = several && before && !before.endsWith(" ") ? " " : "";
    const begun = before + blank + written(one);
    field.value = begun + field.value.slice(to);
    field.setSelectionRange(begun.length, begun.length);
    close();
    status.textContent = "";
    // Whoever watches what is typed hears of it; it is no question of ours.
    field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" }));
  }

  function row(one, index) {
    const item = document.createElement("li");
    item.id = `${list.id}-${index}`;
    item.role = "option";
    item.setAttribute("aria-selected", "false");
    const code = item.appendChild(document.createElement("bdi"));
    code.className = "classes-code";
    code.textContent = told.classesOf || told.classesIn ? one.code : one.said;
    const label = item.appendChild(document.createElement("bdi"));
    label.textContent = one.label ?? "";
    if (one.also) {
      const also = item.appendChild(document.createElement("bdi"));
      also.className = "classes-also";
      also.textContent = one.also;
    }
    // The field keeps the focus.
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(one));
    return item;
  }

  async function ask() {
    asking?.abort();
    const own = (asking = new AbortController());
    const [from, to] = place();
    let text = field.value.slice(from, to).trim();
    const address = new URL(told.classes, location.href);
    let scheme = told.classesOf ?? (told.classesIn && field.form?.elements[told.classesIn]?.value);
    if (told.classesWrite === "qualified") {
      address.searchParams.set("coded", "true");
      const parted = /^([\w-]+):\s*(.*)$/.exec(text);
      if (parted) [, scheme, text] = parted;
    }
    if (!text) {
      close();
      status.textContent = "";
      return;
    }
    address.searchParams.set("q", text);
    if (scheme) address.searchParams.set("scheme", scheme.toLowerCase());
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" }, signal: own.signal });
      if (!answer.ok || own !== asking) return;
      found = (await answer.json()).items;
    } catch {
      // Without a network the field is as it was.
      return;
    }
    if (own !== asking || document.activeElement !== field) return;
    list.replaceChildren(...found.map(row));
    list.hidden = found.length === 0;
    at = -1;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length > 0 ? told.classesSome : told.classesNone;
  }

  field.addEventListener("input", (event) => {
    if (event.detail === "taken") return;
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_PAUSE);
  });

  // Codes that were copied line by line stand in one line here.
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!several || !text.trim().includes("\n")) return;
    event.preventDefault();
    const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
    field.setRangeText(lines.join(", "), field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "taken" }));
  });

  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && field.value) {
        event.preventDefault();
        ask();
      }
      return;
    }
    const act = {
      ArrowDown: () => stand((at + 1) % found.length),
      ArrowUp: () => stand((at <= 0 ? found.length : at) - 1),
      Escape: close,
      Enter: at >= 0 ? () => take(found[at]) : null,
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (event.key === "Tab" || event.key === "Enter") {
      close();
    }
  });

  field.addEventListener("blur", close);
}
