// Checklist: what an inspector notes and photographs is kept on the phone first and sent when there is a network.
//
// The page works without this script, over a network. With it nothing waits for one: each note and photograph has a name of its own and is kept in
// the browser's database until the office has said that it holds it; sent twice, it is held once. A photograph is sealed as the camera hands it over, and
// one from the gallery as it is chosen: a hash over its bytes, the time and the place, so that what is changed afterwards is found out.

const place = document.querySelector("[data-checklist]");

/** Milliseconds to the next try after one that failed. */
const PAUSES = [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000];

/** Milliseconds that the phone gets to say where it is. */
const PLACING = 8_000;

if (place) start();

/** Where the phone is, or nothing where it will not say. */
function whereabouts() {
  if (!navigator.geolocation) return Promise.resolve("");
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done(`${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`),
      () => done(""),
      { enableHighAccuracy: true, timeout: PLACING, maximumAge: 60_000 },
    );
  });
}

/** The seal: a hash of the bytes, the time and the place. Empty where the browser has none to give. */
async function sealOf(bytes, taken, where) {
  if (!crypto.subtle) return "";
  const tail = new TextEncoder().encode(`\n${taken}\n${where}`);
  const whole = new Uint8Array(bytes.byteLength + tail.byteLength);
  whole.set(new Uint8Array(bytes));
  whole.set(tail, bytes.byteLength);
  const hash = await crypto.subtle.digest("SHA-256", whole);
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function start() {
  const { checklist: visit, who } = place.dataset;
  const { strange, batches, hold, shelve, unshelve, mark } = await import(place.dataset.store);
  const may = place.dataset.may === "yes";
  let lasting = may && place.dataset.offline === "yes";
  const here = location.pathname;
  const said = (name, count) => (place.dataset[`said${name}`] ?? "").replace("#", count);
  const part = (name) => place.querySelector(`[data-${name}]`);
  const name = `uptake-abroad ${visit} ${who}`;
  let kept = await hold(name, lasting);
  let [busy, again, tries, timer, asksTwice, isForgotten] = [false, false, 0, 0, false, false];

  /** Photographs that wait for their place, and are not sent yet. */
  const placing = new Set();

  const inOrder = (list) => list.sort((one, other) => one.at - other.at);
  const notes = async () => inOrder(await kept.all("edits"));
  const photos = async () => inOrder(await kept.all("files"));
  const unsent = async () => (await notes()).length + (await photos()).length;

  const formOf = (question) => document.querySelector(`[data-note="${question}"] form`);
  const valueOf = (form) => {
    const field = form.elements[`value-${form.elements.question.value}`];
    return (field?.value ?? "").replace(/\r\n/g, "\n").trim();
  };
  const put = (form, value) => {
    const field = form.elements[`value-${form.elements.question.value}`];
    if (field) field.value = value;
  };

  /** Keeps a note on the phone: the last one of a question that waits takes the place of those before it. */
  async function note(form) {
    const question = Number(form.elements.question.value);
    const edit = { id: strange(), question, value: valueOf(form), made_at: Date.now() * 1000 };
    asksTwice = false;
    await kept.put("edits", { id: edit.id, at: Date.now() + Math.random(), edit });
    for (const one of await notes()) {
      if (one.id !== edit.id && one.edit.question === question) await kept.drop("edits", one.id);
    }
  }

  /** Keeps photographs on the phone, each under its seal, as the camera hands them over. They leave the input at once: what is chosen while these
   * are sealed is the next, and a second press brings nothing twice. */
  async function photograph(input) {
    const taken = new Date().toISOString();
    const question = Number(input.form.elements.question.value);
    const files = [...input.files];
    input.value = "";
    if (files.length === 0) return;
    asksTwice = false;
    const whole = [];
    for (const file of files) {
      const bytes = await file.arrayBuffer();
      // The bytes, and not the file: what lies in a folder of the phone may be gone by the evening.
      const blob = new Blob([bytes], { type: file.type });
      const one = { id: strange(), at: Date.now() + Math.random(), question, name: file.name, taken, where: "", blob };
      // It is kept before the phone says where it is: who puts the phone away meanwhile has it without the place.
      placing.add(one.id);
      await kept.put("files", { ...one, seal: await sealOf(bytes, taken, "") });
      whole.push([one, bytes]);
    }
    await show();
    part("state").textContent = said("Placing");
    const where = await whereabouts();
    for (const [one, bytes] of whole) {
      if (where && !isForgotten) await kept.put("files", { ...one, where, seal: await sealOf(bytes, taken, where) });
      placing.delete(one.id);
    }
  }

  const seal = (input) => photograph(input).then(() => show()).then(() => sync());

  /* What is said of the phone, and of each question. */

  async function show(key, why = "") {
    const [edits, files] = [await notes(), await photos()];
    const count = edits.length + files.length;
    part("state").textContent = `${why} ${said(key ?? (count ? "Unsent" : "Sent"), count)}`.trim();
    part("phone-actions").hidden = false;
    if (!may) place.hidden = count === 0;
    const refused = [...edits, ...files].filter((one) => one.refused || !may);
    const list = part("refusals");
    list.hidden = refused.length === 0;
    list.replaceChildren(...refused.map((one) => {
      const item = document.createElement("li");
      item.textContent = may ? `${said("Refused")} ${one.refused}` : (one.edit?.value ?? one.name);
      return item;
    }));
    for (const item of document.querySelectorAll("[data-question]")) {
      const question = Number(item.dataset.question);
      const own = files.filter((one) => one.question === question);
      item.querySelector("[data-local]").hidden = own.length === 0 && !edits.some((one) => one.edit.question === question);
      const names = item.querySelector("[data-local-files]");
      names.hidden = own.length === 0;
      names.replaceChildren(...own.map((one) => {
        const entry = document.createElement("li");
        const text = document.createElement("bdi");
        text.textContent = one.name;
        entry.append(text, ` ${one.taken} ${one.where || said("NoPlace")}`);
        return entry;
      }));
    }
    mark(name, here, count, asksTwice);
    return count;
  }

  /* The way to the office and back. */

  const quiet = { credentials: "same-origin", cache: "no-store", headers: { "x-abroad": "yes" } };

  class SignedOut extends Error {}

  /** Nothing is taken here any more. The message says why. */
  class Shut extends Error {}

  async function page() {
    const answer = await fetch(here, quiet);
    if (answer.status === 403 || answer.status === 404) throw new Shut(said("Gone"));
    if (new URL(answer.url).pathname !== here) throw new SignedOut();
    if (!answer.ok) throw new Error(`the office answers ${answer.status}`);
    const drawn = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const fresh = drawn.querySelector(`[data-checklist="${visit}"][data-who="${who}"]`);
    if (!fresh) throw new SignedOut();
    if (fresh.dataset.may !== "yes") throw new Shut(drawn.querySelector("[data-why]").textContent.trim());
    return { answer, drawn, isLasting: fresh.dataset.offline === "yes", token: drawn.querySelector("main input[name=form-token], input[name=form-token]").value };
  }

  async function sendNotes(token, edits) {
    const answer = await fetch(`/api/v1/visits/${visit}/notes`, {
      ...quiet,
      method: "POST",
      headers: { ...quiet.headers, "content-type": "application/json", "form-token": token, "idempotency-key": strange() },
      body: JSON.stringify({ notes: edits.map((one) => one.edit) }),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.detail ?? told.title);
    for (const { note: id, reason } of told.refused) {
      const one = edits.find((one) => one.id === id);
      // What was written over meanwhile does not come back: the later note of its question is the one that waits.
      const isCovered = one && (await notes()).some((other) => other.at > one.at && other.edit.question === one.edit.question);
      if (isCovered) await kept.drop("edits", id);
      else if (one) await kept.put("edits", { ...one, refused: reason });
    }
    for (const id of told.kept) await kept.drop("edits", id);
  }

  async function sendPhoto(token, one) {
    const form = new FormData();
    // The office looks for the token at the beginning.
    form.append("form-token", token);
    for (const [field, value] of Object.entries({ question: one.question, edit: one.id, taken: one.taken, place: one.where, seal: one.seal })) {
      form.append(field, value);
    }
    form.append("file", one.blob, one.name);
    const answer = await fetch(`${here}/photo`, { ...quiet, method: "POST", body: form });
    if (answer.ok) return kept.drop("files", one.id);
    const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
    const why = drawn.querySelector(".slips li, main h1")?.textContent ?? `${answer.status}`;
    // What is wrong with the photograph stays wrong; what is wrong with the office is tried again.
    if (answer.status !== 422 && answer.status !== 413) throw new Error(why);
    return kept.put("files", { ...one, refused: `${one.name}: ${why}` });
  }

  /** Shows what the office says of each question, where nothing is being written. */
  async function take({ answer, drawn, isLasting }) {
    const waiting = new Set((await notes()).map((one) => one.edit.question));
    for (const fresh of drawn.querySelectorAll("[data-question]")) {
      const { question } = fresh.dataset;
      const old = document.querySelector(`[data-question="${question}"]`);
      const form = formOf(question);
      const isTouched = form && form.dataset.shown !== undefined && form.dataset.shown !== valueOf(form);
      const hasChosen = [...(old?.querySelectorAll("input[type=file]") ?? [])].some((input) => input.files.length > 0);
      if (!old || isTouched || hasChosen || waiting.has(Number(question)) || old.contains(document.activeElement)) continue;
      old.replaceWith(fresh);
    }
    remember();
    if (lasting && isLasting) return shelve(here, who, answer, place.dataset.store).catch(() => {});
    if (!lasting) return kept.rid?.();
    // The visit was narrowed meanwhile: from now on nothing of it stays on the phone.
    lasting = false;
    part("kept").replaceWith(drawn.querySelector("[data-kept]"));
    kept = await hold(name, false);
    await unshelve(here);
    again = true;
    return null;
  }

  /** What each form showed when it was drawn, to know what was typed since. */
  function remember() {
    for (const item of document.querySelectorAll("[data-question]")) {
      const form = formOf(item.dataset.question);
      if (form && form.dataset.shown === undefined) form.dataset.shown = valueOf(form);
    }
  }

  async function sync() {
    clearTimeout(timer);
    if (isForgotten || !may) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let [key, why] = [null, ""];
    try {
      const [edits, files] = [(await notes()).filter((one) => !one.refused), (await photos()).filter((one) => !one.refused && !placing.has(one.id))];
      if (edits.length + files.length) await show("Sending");
      let now = await page();
      for (const some of batches(edits)) await sendNotes(now.token, some);
      for (const one of files) await sendPhoto(now.token, one);
      if (edits.length + files.length) now = await page();
      await take(now);
      tries = 0;
    } catch (fault) {
      tries += 1;
      if (fault instanceof SignedOut) key = "SignedOut";
      else if (fault instanceof Shut) {
        [key, why] = [(await unsent()) ? "Shut" : "Sent", fault.message];
        await unshelve(here);
      } else if (!navigator.onLine || fault instanceof TypeError) key = (await unsent()) ? "Unsent" : "Away";
      else key = "Broken";
    }
    busy = false;
    if (isForgotten) return;
    await show(key, why);
    if (again) {
      again = false;
      await sync();
      return;
    }
    if (tries) timer = setTimeout(sync, PAUSES[Math.min(tries, PAUSES.length) - 1]);
  }

  /** Lets the page open without a network. */
  async function keep() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(place.dataset.worker, { scope: here }).catch(() => {});
    if (isForgotten || !lasting) await unshelve(here);
    await navigator.storage?.persist?.().catch(() => false);
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
        mark(name, here, count, true);
        part("state").textContent = said("Leaving", count);
        part("state").scrollIntoView({ block: "center" });
        return null;
      });
      return;
    }
    const writes = form.closest("[data-note]");
    const brings = form.closest("[data-files]");
    if (!writes && !brings) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (writes) form.dataset.shown = valueOf(form);
    if (writes) note(form).then(() => show()).then(() => sync());
    else for (const input of form.querySelectorAll("input[type=file]")) seal(input);
  }, true);

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-files] input[type=file]")) return seal(event.target);
    // What was chosen or typed is kept as the reader goes on, also where nobody presses the button.
    const form = event.target.form;
    if (!form?.closest("[data-note]") || form.dataset.shown === valueOf(form)) return null;
    form.dataset.shown = valueOf(form);
    return note(form).then(() => show()).then(() => sync());
  });

  // Words that are being typed are in no field that was left.
  addEventListener("beforeunload", (event) => {
    const typed = [...document.querySelectorAll("[data-note] form, form[data-note]")];
    if (typed.some((form) => form.dataset.shown !== undefined && form.dataset.shown !== valueOf(form))) event.preventDefault();
  });

  part("send")?.addEventListener("click", () => {
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
    clearTimeout(timer);
    await kept.forget();
    mark(name, here, 0);
    await unshelve(here);
    location.assign(`/visits/${visit}`);
  });

  document.addEventListener("visibilitychange", async () => {
    if (isForgotten || !may) return;
    if (document.visibilityState === "visible") {
      sync();
      return;
    }
    // Who puts the phone away has not pressed a button yet.
    for (const item of document.querySelectorAll("[data-question]")) {
      const form = formOf(item.dataset.question);
      if (form && form.dataset.shown !== valueOf(form)) {
        form.dataset.shown = valueOf(form);
        await note(form);
      }
    }
    await show();
  });
  addEventListener("online", () => {
    tries = 0;
    sync();
  });

  // What waits here stands in the forms again.
  for (const one of await notes()) {
    const form = formOf(one.edit.question);
    if (form) put(form, one.edit.value);
  }
  remember();
  // What was chosen before this script was there.
  for (const input of document.querySelectorAll("[data-files] input[type=file]")) if (input.files.length) seal(input);
  await show(may ? null : "Shut");
  if (!lasting) await unshelve(here);
  // The office is asked at once: browsers take their time over a worker, and over whether what is kept may last.
  else keep();
  await sync();
}
