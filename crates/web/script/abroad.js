// Abroad: what members write is kept on the phone first and sent when there is a network.
//
// The page works without this script, over a network. With it nothing that was written waits for one: each change is an edit with
// a name of its own, kept in the browser's database until the office has said that it holds it. Sent twice, it is held once. How
// edits of several come together is decided by the office alone; what is shown comes from there.

const place = document.querySelector("[data-abroad]");

/** Milliseconds to the next try after one that failed, doubled up to the last. */
const PAUSES = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000];

/** Milliseconds between two looks at what the others wrote, while the page is in sight. */
const LOOKS = 60_000;

/** Edits that are sent at once. */
const SENT_AT_ONCE = 200;

/** Where pages for times without a network lie. */
const SHELF = "uptake-abroad";

/** Where the page of a mission with something unsent is named, for who signs out elsewhere. */
const UNSENT = "uptake-unsent";

if (place) start();

/** 128 random bits as 32 digits. */
function strange() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What waits on this phone: in the browser's database where the marking allows it, else in the open page alone. */
async function queue(name, lasting) {
  if (!lasting) {
    const kept = { edits: new Map(), files: new Map() };
    return {
      all: async (what) => [...kept[what].values()],
      put: async (what, one) => void kept[what].set(one.id, one),
      drop: async (what, id) => void kept[what].delete(id),
      forget: async () => Object.values(kept).forEach((map) => map.clear()),
    };
  }
  const opened = indexedDB.open(name, 1);
  opened.onupgradeneeded = () => {
    for (const what of ["edits", "files"]) opened.result.createObjectStore(what, { keyPath: "id" });
  };
  const settled = (asked) => new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const base = await settled(opened);
  // Another window that forgets everything does not wait for this one.
  base.onversionchange = () => base.close();
  const work = (what, mode, act) => new Promise((done, fail) => {
    const deed = base.transaction(what, mode, { durability: "strict" });
    const asked = act(deed.objectStore(what));
    deed.oncomplete = () => done(asked.result);
    deed.onerror = deed.onabort = () => fail(deed.error);
  });
  return {
    all: (what) => work(what, "readonly", (store) => store.getAll()),
    put: (what, one) => work(what, "readwrite", (store) => store.put(one)),
    drop: (what, id) => work(what, "readwrite", (store) => store.delete(id)),
    forget: async () => {
      base.close();
      await settled(indexedDB.deleteDatabase(name));
    },
  };
}

async function start() {
  const { abroad: mission, who } = place.dataset;
  const lasting = place.dataset.offline === "yes" && "indexedDB" in globalThis;
  const here = location.pathname;
  const said = (name, count) => (place.dataset[`said${name}`] ?? "").replace("#", count);
  const part = (name) => place.querySelector(`[data-${name}]`);
  const name = `uptake-abroad ${mission} ${who}`;
  let kept = await queue(name, lasting).catch(() => queue(name, false));
  let [busy, again, tries, timer, asksTwice, isForgotten] = [false, false, 0, 0, false, false];

  const inOrder = (list) => list.sort((one, other) => one.at - other.at);
  const waiting = async () => inOrder(await kept.all("edits"));
  const bringing = async () => inOrder(await kept.all("files"));
  const unsent = async () => (await waiting()).length + (await bringing()).length;

  /* What stands in the form of a question, and what the page showed when it was drawn. */

  const forms = (question) => [...document.querySelectorAll(`[data-answer="${question}"] form, [data-files="${question}"] form`)];
  const main = (question) => forms(question).find((form) => form.elements["was-notes"]);
  const field = (form, name) => form.elements[`${name}-${form.elements.question.value}`];
  const line = (text) => (text ?? "").replace(/\r\n/g, "\n").trim();
  const FIELDS = ["state", "evidence", "reason", "notes"];
  const changed = (form) => FIELDS.filter((name) => line(field(form, name)?.value) !== line(form.elements[`was-${name}`].value));
  const isTouched = (form) => changed(form).length > 0 || Boolean(field(form, "join")?.checked);

  /** Lets the forms of a question stand behind an edit: what comes next follows it. */
  function settle(edit) {
    for (const form of forms(edit.question)) {
      form.elements.clock.value = Math.max(Number(form.elements.clock.value), edit.clock);
    }
    const form = main(edit.question);
    if (!form) return;
    for (const name of FIELDS) {
      if (edit[name] === undefined) continue;
      if (field(form, name)) field(form, name).value = edit[name];
      form.elements[`was-${name}`].value = edit[name];
    }
    if (edit.notes === undefined) return;
    form.querySelectorAll("input[name=seen]").forEach((seen) => seen.remove());
    const seen = document.createElement("input");
    Object.assign(seen, { type: "hidden", name: "seen", value: edit.id });
    form.prepend(seen);
    if (field(form, "join")) field(form, "join").closest(".field").remove();
    form.closest("[data-question]").querySelector("[data-divided]")?.remove();
  }

  function begun(form) {
    const question = form.elements.question.value;
    const clock = Number(form.elements.clock.value) + 1;
    return { id: strange(), question, clock, made_at: Date.now() * 1000 };
  }

  /** Keeps on the phone what was written of a question. Answers whether there was anything. */
  async function write(form) {
    const edit = begun(form);
    if (form.elements.taken) {
      edit.taken = form.elements.taken.value;
      form.closest("li").hidden = true;
    } else {
      for (const name of changed(form)) {
        const value = line(field(form, name).value);
        if (value || name === "reason" || name === "notes") edit[name] = value;
      }
      if (field(form, "join")?.checked) edit.notes = line(field(form, "notes").value);
      if (!FIELDS.some((name) => edit[name] !== undefined)) return false;
    }
    if (edit.notes !== undefined) edit.seen = [...form.querySelectorAll("input[name=seen]")].map((seen) => seen.value);
    await kept.put("edits", { id: edit.id, at: Date.now() + Math.random(), edit });
    settle(edit);
    return true;
  }

  /** Keeps the files that were chosen. */
  async function bring(form) {
    for (const input of form.querySelectorAll("input[type=file]")) {
      for (const file of input.files) {
        const edit = begun(form);
        // The bytes, and not the file: what lies in a folder of the phone may be gone by the evening.
        const blob = new Blob([await file.arrayBuffer()], { type: file.type });
        await kept.put("files", { id: edit.id, at: Date.now() + Math.random(), edit, name: file.name, blob });
        settle(edit);
      }
      input.value = "";
    }
  }

  /* What is said of the phone, and of each question. */

  async function show(key) {
    const [edits, files] = [await waiting(), await bringing()];
    const count = edits.length + files.length;
    part("state").textContent = key ? said(key, count) : said(count ? "Unsent" : "Sent", count);
    part("phone-actions").hidden = false;
    const refused = [...edits, ...files].filter((one) => one.refused);
    const list = part("refusals");
    list.hidden = refused.length === 0;
    list.replaceChildren(...refused.map((one) => {
      const item = document.createElement("li");
      item.textContent = `${said("Refused")} ${one.refused}`;
      return item;
    }));
    for (const item of document.querySelectorAll("[data-question]")) {
      const own = (one) => one.edit.question === item.dataset.question;
      item.querySelector("[data-local]").hidden = ![...edits, ...files].some(own);
      const names = item.querySelector("[data-local-files]");
      if (!names) continue;
      names.hidden = !files.some(own);
      names.replaceChildren(...files.filter(own).map((one) => {
        const entry = document.createElement("li");
        const text = document.createElement("bdi");
        text.textContent = one.name;
        entry.append(text, ` ${item.querySelector("[data-local]").textContent}`);
        return entry;
      }));
    }
    try {
      if (count) localStorage.setItem(UNSENT, here);
      else if (localStorage.getItem(UNSENT) === here) localStorage.removeItem(UNSENT);
    } catch {
      // Where nothing may be remembered, nothing is.
    }
    return count;
  }

  /* The way to the office and back. */

  const quiet = { credentials: "same-origin", cache: "no-store", headers: { "x-abroad": "yes" } };

  class SignedOut extends Error {}

  async function page() {
    const answer = await fetch(here, quiet);
    if (new URL(answer.url).pathname !== here) throw new SignedOut();
    if (!answer.ok) throw new Error(`the office answers ${answer.status}`);
    const text = await answer.clone().text();
    const drawn = new DOMParser().parseFromString(text, "text/html");
    if (!drawn.querySelector(`[data-abroad="${mission}"][data-who="${who}"]`)) throw new SignedOut();
    return { answer, drawn, token: drawn.querySelector("main input[name=form-token], input[name=form-token]").value };
  }

  async function sendEdits(token, edits) {
    const answer = await fetch(`/api/v1/missions/${mission}/answers`, {
      ...quiet,
      method: "POST",
      headers: { ...quiet.headers, "content-type": "application/json", "form-token": token, "idempotency-key": strange() },
      body: JSON.stringify({ edits: edits.map((one) => one.edit) }),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? told.title);
    for (const id of told.kept) await kept.drop("edits", id);
    for (const { edit, reason } of told.refused) {
      const one = edits.find((one) => one.id === edit);
      if (one) await kept.put("edits", { ...one, refused: reason });
    }
  }

  async function sendFile(token, one) {
    const form = new FormData();
    // The office looks for the token at the beginning.
    form.append("form-token", token);
    for (const [name, value] of Object.entries({ question: one.edit.question, edit: one.id, clock: one.edit.clock - 1 })) {
      form.append(name, value);
    }
    form.append("file", one.blob, one.name);
    const answer = await fetch(`${here}/file`, { ...quiet, method: "POST", body: form });
    if (answer.ok) return kept.drop("files", one.id);
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = drawn.querySelector(".slips li, main h1")?.textContent ?? `${answer.status}`;
    // What is wrong with the file stays wrong; what is wrong with the office is tried again.
    if (answer.status !== 422 && answer.status !== 413) throw new Error(why);
    return kept.put("files", { ...one, refused: `${one.name}: ${why}` });
  }

  /** Shows what the office says of each question, where nothing is being written. */
  async function take({ answer, drawn }) {
    const focus = document.activeElement?.id;
    for (const fresh of drawn.querySelectorAll("[data-question]")) {
      const old = document.querySelector(`[data-question="${fresh.dataset.question}"]`);
      const form = old && main(old.dataset.question);
      if (!old || (form && isTouched(form))) continue;
      const open = old.querySelector("details")?.open;
      old.replaceWith(fresh);
      if (open) fresh.querySelector("details")?.setAttribute("open", "");
    }
    for (const one of [...(await waiting()), ...(await bringing())]) settle(one.edit);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
    if (!lasting || !("caches" in globalThis)) return;
    const shelf = await caches.open(SHELF);
    await shelf.put(here, answer);
    const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")]
      .map((one) => new URL(one.src ?? one.href).pathname);
    for (const path of new Set([...loaded, ...named].filter((path) => path.startsWith("/assets/")))) {
      if (!(await shelf.match(path))) await shelf.add(path).catch(() => {});
    }
  }

  async function sync() {
    clearTimeout(timer);
    if (isForgotten) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let key = null;
    try {
      const [edits, files] = [(await waiting()).filter((one) => !one.refused), (await bringing()).filter((one) => !one.refused)];
      if (edits.length + files.length) await show("Sending");
      let now = await page();
      for (let at = 0; at < edits.length; at += SENT_AT_ONCE) await sendEdits(now.token, edits.slice(at, at + SENT_AT_ONCE));
      for (const one of files) await sendFile(now.token, one);
      if (edits.length + files.length) now = await page();
      await take(now);
      tries = 0;
    } catch (fault) {
      tries += 1;
      if (fault instanceof SignedOut) key = "SignedOut";
      else if (!navigator.onLine || fault instanceof TypeError) key = (await unsent()) ? "Unsent" : "Away";
      else key = "Broken";
    }
    busy = false;
    if (isForgotten) return;
    await show(key);
    if (again) {
      again = false;
      await sync();
      return;
    }
    const pause = tries ? PAUSES[Math.min(tries, PAUSES.length) - 1] : LOOKS;
    timer = setTimeout(() => (document.visibilityState === "visible" || tries ? sync() : null), pause);
  }

  /** Forgets all that this phone holds of the mission. */
  async function forget() {
    clearTimeout(timer);
    await kept.forget();
    try {
      localStorage.removeItem(UNSENT);
      await (await caches.open(SHELF)).delete(here);
      const worker = await navigator.serviceWorker?.getRegistration(here);
      await worker?.unregister();
    } catch {
      // What was never kept need not be forgotten.
    }
  }

  /* What the reader does. Before the script of every page, which would send the form. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === "/sign-out" && !asksTwice) {
      event.preventDefault();
      event.stopImmediatePropagation();
      // Whoever signs out is forgotten here: that is asked once when something would be lost.
      unsent().then((count) => {
        asksTwice = true;
        if (count === 0) return form.requestSubmit();
        part("state").textContent = said("Leaving", count);
        part("state").scrollIntoView({ block: "center" });
        return null;
      });
      return;
    }
    const writes = form.closest("[data-answer]");
    const brings = form.closest("[data-files]");
    if (!writes && !brings) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (writes ? write(form) : bring(form)).then(() => show()).then(() => sync());
  }, true);

  part("send").addEventListener("click", () => {
    tries = 0;
    sync();
  });

  part("wipe").addEventListener("click", async () => {
    const count = await unsent();
    if (count && !part("wipe").dataset.sure) {
      part("wipe").dataset.sure = "yes";
      part("state").textContent = said("Wipe", count);
      return;
    }
    isForgotten = true;
    await forget();
    location.assign(`/missions/${mission}`);
  });

  document.addEventListener("visibilitychange", async () => {
    if (isForgotten) return;
    if (document.visibilityState === "visible") {
      sync();
      return;
    }
    // Who puts the phone away has not pressed a button yet.
    for (const item of document.querySelectorAll("[data-question]")) {
      const form = main(item.dataset.question);
      if (form && changed(form).length) await write(form);
    }
    await show();
  });
  addEventListener("online", () => {
    tries = 0;
    sync();
  });

  for (const one of [...(await waiting()), ...(await bringing())]) settle(one.edit);
  await show();
  if (!lasting) await forget().then(async () => (kept = await queue(name, false)));
  else if ("serviceWorker" in navigator) {
    await navigator.serviceWorker.register(place.dataset.worker, { scope: here }).catch(() => {});
    await navigator.storage?.persist?.().catch(() => false);
  }
  await sync();
}
