// Abroad: what lies on the phone. The database of edits and files, the page for times without a network, and the marks by which
// other pages know of them (see uptake.js).

/** Where pages for times without a network lie. */
const SHELF = "uptake-abroad";

/** Where a page says that it holds something unsent: one entry for each mission and person. */
const UNSENT = "uptake-unsent";

/** For whom pages lie on the shelf. */
const KEPT_FOR = "uptake-kept-for";

/** Edits that are sent at once, and bytes of them: the office takes twice as many. */
const SENT_AT_ONCE = 200;
const SENT_BYTES = 1_000_000;

/** 128 random bits as 32 digits. */
export function strange() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Cuts edits into what is sent at once: long notes are many bytes. */
export function batches(edits) {
  const cut = [];
  let bytes = SENT_BYTES;
  for (const one of edits) {
    const own = new TextEncoder().encode(JSON.stringify(one.edit)).length + 1;
    if (bytes + own > SENT_BYTES || cut.at(-1).length >= SENT_AT_ONCE) {
      cut.push([]);
      bytes = 0;
    }
    cut.at(-1).push(one);
    bytes += own;
  }
  return cut;
}

const settled = (asked) => new Promise((done, fail) => {
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function database(name) {
  const opened = indexedDB.open(name, 1);
  opened.onupgradeneeded = () => {
    for (const what of ["edits", "files"]) opened.result.createObjectStore(what, { keyPath: "id" });
  };
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

/** In the open page alone. What an earlier page left in the database comes along, and goes from there when it was sent. */
async function memory(name) {
  const kept = { edits: new Map(), files: new Map() };
  let old = null;
  try {
    old = await database(name);
    for (const [what, map] of Object.entries(kept)) {
      for (const one of await old.all(what)) map.set(one.id, one);
    }
  } catch {
    // Where there is no database, nothing was left in one.
  }
  const rid = async () => {
    const base = old;
    old = null;
    await base?.forget();
  };
  if (kept.edits.size + kept.files.size === 0) await rid().catch(() => {});
  return {
    all: async (what) => [...kept[what].values()],
    put: async (what, one) => void kept[what].set(one.id, one),
    drop: async (what, id) => {
      kept[what].delete(id);
      await old?.drop(what, id);
    },
    forget: async () => {
      Object.values(kept).forEach((map) => map.clear());
      await rid();
    },
    /** Forgets what the database holds still: the office had its chance to take it. */
    rid,
  };
}

/** What waits on this phone: in the browser's database where the marking allows it, else in the open page alone. */
export async function hold(name, lasting) {
  return lasting ? database(name).catch(() => memory(name)) : memory(name);
}

/** Lays the page, and what it loads, on the shelf. */
export async function shelve(here, who, answer, store) {
  if (!("caches" in globalThis)) return;
  const shelf = await caches.open(SHELF);
  // Said first: a page that is closed in between leaves nothing that is nobody's. Whose pages lie here from before is settled by
  // the script of every page, which then sets it anew.
  if (!localStorage.getItem(KEPT_FOR)) localStorage.setItem(KEPT_FOR, who);
  await shelf.put(here, answer);
  const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  const named = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")]
    .map((one) => new URL(one.src ?? one.href).pathname);
  for (const path of new Set([...loaded, ...named, store].filter((path) => path.startsWith("/assets/")))) {
    if (!(await shelf.match(path))) await shelf.add(path).catch(() => {});
  }
}

/** Takes the page from the shelf, and the worker with it. */
export async function unshelve(here) {
  try {
    if (await caches.has(SHELF)) await (await caches.open(SHELF)).delete(here);
    const worker = await navigator.serviceWorker?.getRegistration(here);
    if (worker && new URL(worker.scope).pathname === here) await worker.unregister();
  } catch {
    // What was never kept need not be forgotten.
  }
}

/** Says to other pages whether something is unsent here. Who was asked already whether to forget it is not led here again. */
export function mark(name, here, count, isAsked) {
  try {
    if (count) localStorage.setItem(`${UNSENT} ${name}`, isAsked ? "" : here);
    else localStorage.removeItem(`${UNSENT} ${name}`);
  } catch {
    // Where nothing may be remembered, nothing is.
  }
}
