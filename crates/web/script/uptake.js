// Uptake: comfort on pages that work without it.
//
// Keys in lists and on buttons, a guard against sending twice, fragments that follow what is typed, a warning
// before typed text is lost. Nothing here knows what a page is about: it reads `data-` attributes.

const root = document.documentElement;
root.classList.add("scripted");

/** Milliseconds without a key before a fragment is asked for. */
const TYPING_PAUSE = 350;

/* Lists: j and k walk, Enter opens, letters press the buttons of the row. */

let here = null;

function rows() {
  return [...document.querySelectorAll("[data-walk] > *")];
}

function stand(row) {
  if (!row) return;
  here?.classList.remove("here");
  here = row;
  row.classList.add("here");
  const link = row.querySelector("a[href]") ?? row;
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function walk(by) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row === here || row.contains(document.activeElement));
  stand(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function buttonFor(key) {
  const row = document.activeElement?.closest?.("[data-walk] > *") ?? here;
  const within = row?.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (within) return within;
  // On the page of one thing there is one row of buttons, and it needs no place.
  const all = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return all.length === 1 ? all[0] : null;
}

/* The list of keys. */

function showKeys() {
  const open = document.querySelector("dialog.keys");
  if (open) {
    open.close();
    return;
  }
  const keys = document.querySelector("template[data-keys]")?.content.firstElementChild?.cloneNode(true);
  if (!keys) return;
  const list = keys.querySelector("dl");
  const seen = new Set();
  for (const button of document.querySelectorAll("[data-key]")) {
    const key = button.dataset.key;
    if (seen.has(key)) continue;
    seen.add(key);
    const line = document.createElement("div");
    const term = line.appendChild(document.createElement("dt"));
    term.appendChild(document.createElement("kbd")).textContent = key;
    line.appendChild(document.createElement("dd")).textContent = button.querySelector("span")?.textContent ?? "";
    list.append(line);
  }
  keys.addEventListener("close", () => keys.remove());
  document.body.append(keys);
  keys.showModal();
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
}

/** The letter of a key on a keyboard with Latin letters, where this one has others: the key of `a` writes `ф` in Russian. */
function latin(event) {
  if (/^[\x20-\x7e]$/.test(event.key) || event.key.length > 1) return event.key;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    return;
  }
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const act = { j: () => walk(1), k: () => walk(-1), "?": showKeys, "/": () => document.querySelector("[data-key-focus='/']")?.focus() };
  const key = latin(event);
  if (Object.hasOwn(act, key)) {
    event.preventDefault();
    act[key]();
    return;
  }
  if (key.length !== 1 || event.repeat) return;
  const button = buttonFor(key);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

/* A menu closes when the reader goes elsewhere. */

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* A form is sent once. The back button gives it back as it was. */

const typed = new Set();

/** Where pages remember that they hold what was not sent yet, an entry for each (see abroad-store.js). Signing out would forget it: who does is led to each once. */
const UNSENT = "uptake-unsent";

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/sign-out") return;
  const elsewhere = ([key, path]) => key.startsWith(UNSENT) && path && path !== location.pathname;
  const [key, path] = Object.entries(localStorage).find(elsewhere) ?? [];
  if (!path) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  localStorage.setItem(key, "");
  location.assign(path);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  typed.delete(form);
  // Disabled only in looks: a button that is really disabled would not be sent along.
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

/* What was typed and not sent is not left without a word. */

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.dataset.guard) typed.add(form);
});

window.addEventListener("beforeunload", (event) => {
  if ([...typed].some((form) => form.isConnected)) event.preventDefault();
});

/* Fragments: what is typed is posted, the answer stands in its region. The last word wins. */

for (const form of document.querySelectorAll("form[data-refresh]")) {
  const region = document.getElementById(form.dataset.refreshInto);
  if (!region) continue;
  region.setAttribute("aria-live", "polite");
  let timer = 0;
  let asking = null;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-listens]")) return;
    clearTimeout(timer);
    timer = setTimeout(ask, TYPING_PAUSE);
  });
  async function ask() {
    asking?.abort();
    const own = (asking = new AbortController());
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.refresh, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "x-fragment": "yes" },
        signal: own.signal,
      });
      // A refusal or a page of another kind leaves the region as it was: the form itself will say why.
      if (answer.ok && !answer.redirected) region.replaceChildren(...parse(await answer.text()));
    } catch {
      // Without a network the form still works; the region waits for the next key.
    } finally {
      if (asking === own) region.removeAttribute("aria-busy");
    }
  }
}

function parse(html) {
  return new DOMParser().parseFromString(html, "text/html").body.childNodes;
}

/* What is to be corrected is read first. */

const first = document.querySelector("[data-focus]");
(first?.querySelector("input:not([type=hidden]), select, textarea") ?? first)?.focus();

/* Who answers a row of a list, or adds a row to a table, goes on where they were. */

const PLACE = "uptake-place";

document.addEventListener("submit", (event) => {
  const row = event.target.closest?.("[data-walk] > *");
  const table = event.submitter?.name === "rows" ? event.submitter.closest("fieldset[id]") : null;
  const place = row ? { row: rows().indexOf(row) } : table ? { table: table.id } : null;
  if (place) sessionStorage.setItem(PLACE, JSON.stringify({ ...place, path: location.pathname }));
  else sessionStorage.removeItem(PLACE);
});

const left = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
sessionStorage.removeItem(PLACE);
if (left?.path === location.pathname && !first) {
  if (left.table) {
    const last = [...document.querySelectorAll(`#${CSS.escape(left.table)} .rows-row`)].at(-1);
    (last ?? document.getElementById(left.table))?.querySelector("input, button")?.focus();
  } else {
    stand(rows()[Math.min(left.row, rows().length - 1)]);
  }
}

/* On a phone the thread scrolls; the place of the reader is in view. */

for (const step of document.querySelectorAll(".thread [aria-current]")) {
  const bar = step.closest("ol");
  bar.scrollLeft = step.offsetLeft - (bar.clientWidth - step.offsetWidth) / 2;
}

/* What a phone keeps for times without a network is for one person. Once another has signed in, it goes; what is unsent waits for its writer. */

const KEPT_FOR = "uptake-kept-for";
const ASKED = "uptake-asked";

const settled = (asked) => new Promise((done, fail) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function dropIfSent(name) {
  const base = await settled(indexedDB.open(name));
  const counts = await Promise.all([...base.objectStoreNames].map((what) => settled(base.transaction(what).objectStore(what).count())));
  base.close();
  if (counts.every((count) => count === 0)) await settled(indexedDB.deleteDatabase(name));
}

async function keepForNobodyElse() {
  const token = document.querySelector("form[action='/sign-out'] input[name=form-token]")?.value;
  const keptFor = localStorage.getItem(KEPT_FOR);
  // Asked once in a session, and only where something is kept.
  if (!token || !keptFor || sessionStorage.getItem(ASKED) === token) return;
  const answer = await fetch("/api/v1/account", { cache: "no-store", headers: { "x-abroad": "yes" } });
  if (!answer.ok) return;
  const { person } = await answer.json();
  if (person !== keptFor) {
    const shelf = await caches.open("uptake-abroad");
    for (const request of await shelf.keys()) {
      if (new URL(request.url).pathname.startsWith("/assets/")) continue;
      const text = await (await shelf.match(request)).text();
      if (!text.includes(`data-who="${person}"`)) await shelf.delete(request);
    }
    for (const { name } of await indexedDB.databases()) {
      if (name.startsWith("uptake-abroad ") && !name.endsWith(` ${person}`)) await dropIfSent(name);
    }
    localStorage.setItem(KEPT_FOR, person);
  }
  sessionStorage.setItem(ASKED, token);
  // A page that was opened from the shelf meanwhile is another's.
  const shown = document.querySelector("[data-who]");
  if (shown && shown.dataset.who !== person) location.reload();
}

keepForNobodyElse().catch(() => {
  // Without a network nobody signs in.
});
