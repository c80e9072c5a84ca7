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

/** Notes whose place one edit takes. */
const SEEN_MAX = 100;

if (place) start();

async function start() {
  const { abroad: mission, who } = place.dataset;
  const { strange, batches, hold, shelve, unshelve, mark } = await import(place.dataset.store);
  // Who may not write any more sees what is unsent, and can forget it.
  const may = place.dataset.may === "yes";
  let lasting = may && place.dataset.offline === "yes";
  const here = location.pathname;
  const said = (name, count) => (place.dataset[`said${name}`] ?? "").replace("#", count);
  const part = (name) => place.querySelector(`[data-${name}]`);
  const name = `uptake-abroad ${mission} ${who}`;
  let kept = await hold(name, lasting);
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
  const hasChosen = (form) => [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length > 0);

  /** The edits whose place the notes of this form take, the newest first. */
  function follow(form, seen) {
    form.querySelectorAll("input[name=seen]").forEach((input) => input.remove());
    form.prepend(...seen.slice(0, SEEN_MAX).map((value) => Object.assign(document.createElement("input"), { type: "hidden", name: "seen", value })));
  }

  /** Lets the forms of a question stand behind an edit: what comes next follows it. What was typed on meanwhile stays. */
  function settle(edit) {
    for (const form of forms(edit.question)) {
      form.elements.clock.value = Math.max(Number(form.elements.clock.value), edit.clock);
    }
    const form = main(edit.question);
    if (!form) return;
    for (const name of FIELDS) {
      if (edit[name] === undefined) continue;
      const own = field(form, name);
      if (own && line(own.value) === line(form.elements[`was-${name}`].value)) own.value = edit[name];
      form.elements[`was-${name}`].value = edit[name];
    }
    if (edit.notes === undefined) return;
    follow(form, [edit.id, ...(edit.seen ?? [])]);
    if (field(form, "join")) field(form, "join").closest(".field").remove();
    form.closest("[data-question]").querySelector("[data-divided]")?.remove();
  }

  /** Puts what was refused back into a form that was drawn anew, to be corrected. The office has no such edit, so nothing follows it. */
  function offer(edit) {
    const form = main(edit.question);
    if (!form) return;
    for (const name of FIELDS) {
      if (edit[name] !== undefined && field(form, name)) field(form, name).value = edit[name];
    }
    if (edit.notes !== undefined) follow(form, edit.seen ?? []);
  }

  const lay = (list, drawn = () => true) => {
    for (const one of list.filter((one) => drawn(one.edit.question))) (one.refused ? offer : settle)(one.edit);
  };

  /** Drops what was refused of a question: something else stands in its place. */
  async function replace(what, question) {
    for (const one of await kept.all(what)) {
      if (one.refused && one.edit.question === question) await kept.drop(what, one.id);
    }
  }

  function begun(form) {
    const question = form.elements.question.value;
    const clock = Number(form.elements.clock.value) + 1;
    return { id: strange(), question, clock, made_at: Date.now() * 1000 };
  }

  /** Keeps on the phone what was written of a question. By itself, without a button, what was refused is not sent once more. */
  async function write(form, isByItself = false) {
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
      if (edit.notes !== undefined) edit.seen = [...form.querySelectorAll("input[name=seen]")].map((seen) => seen.value);
      const same = (one) => one.refused && one.edit.question === edit.question && FIELDS.every((name) => one.edit[name] === edit[name]);
      if (isByItself && (await waiting()).some(same)) return;
    }
    const isEmpty = !edit.taken && !FIELDS.some((name) => edit[name] !== undefined);
    // First the new, then the old goes: there is no moment at which neither is kept.
    if (!isEmpty) {
      asksTwice = false;
      await kept.put("edits", { id: edit.id, at: Date.now() + Math.random(), edit });
      settle(edit);
    }
    if (!edit.taken) await replace("edits", edit.question);
  }

  /** Keeps the files that were chosen. */
  async function bring(form) {
    if (hasChosen(form)) await replace("files", form.elements.question.value);
    asksTwice = false;
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

  /** What was written, in words, for who cannot send it any more. */
  function told({ edit, name }) {
    const question = document.getElementById(edit.question)?.querySelector("h3")?.textContent.trim();
    return [question, edit.reason, edit.notes, name].filter(Boolean).join(" · ");
  }

  async function show(key, why = "") {
    const [edits, files] = [await waiting(), await bringing()];
    const count = edits.length + files.length;
    part("state").textContent = `${why} ${said(key ?? (count ? "Unsent" : "Sent"), count)}`.trim();
    part("phone-actions").hidden = false;
    if (!may) place.hidden = count === 0;
    const refused = [...edits, ...files].filter((one) => one.refused || !may);
    const list = part("refusals");
    list.hidden = refused.length === 0;
    list.replaceChildren(...refused.map((one) => {
      const item = document.createElement("li");
      item.textContent = may ? `${said("Refused")} ${one.refused}` : told(one);
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
    const text = await answer.clone().text();
    const drawn = new DOMParser().parseFromString(text, "text/html");
    const fresh = drawn.querySelector(`[data-abroad="${mission}"][data-who="${who}"]`);
    if (!fresh) throw new SignedOut();
    if (fresh.dataset.may !== "yes") throw new Shut(drawn.querySelector("[data-why]").textContent.trim());
    return { answer, drawn, isLasting: fresh.dataset.offline === "yes", token: drawn.querySelector("main input[name=form-token], input[name=form-token]").value };
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
    for (const { edit, reason } of told.refused) {
      const one = edits.find((one) => one.id === edit);
      // What was written over it since stands in its place.
      const covers = (other) => other.at > one.at && other.edit.question === one.edit.question
        && FIELDS.every((name) => one.edit[name] === undefined || other.edit[name] !== undefined);
      if (one && (await waiting()).some(covers)) await kept.drop("edits", edit);
      else if (one) await kept.put("edits", { ...one, refused: reason });
    }
    for (const id of told.kept) await kept.drop("edits", id);
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
  async function take({ answer, drawn, isLasting }) {
    // Read first: from here to the end of the loop nobody types.
    const list = [...(await bringing()), ...(await waiting())];
    const focus = document.activeElement?.id;
    const anew = new Set();
    for (const fresh of drawn.querySelectorAll("[data-question]")) {
      const { question } = fresh.dataset;
      const old = document.querySelector(`[data-question="${question}"]`);
      const form = old && main(question);
      if (!old || (form && isTouched(form)) || forms(question).some(hasChosen)) continue;
      const open = old.querySelector("details")?.open;
      old.replaceWith(fresh);
      anew.add(question);
      if (open) fresh.querySelector("details")?.setAttribute("open", "");
    }
    // A form that was not drawn anew stands behind its edits already.
    lay(list, (question) => anew.has(question));
    if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
    if (lasting && isLasting) return shelve(here, who, answer, place.dataset.store).catch(() => {});
    if (!lasting) return kept.rid?.();
    // The mission was narrowed meanwhile: from now on nothing of it stays on the phone.
    lasting = false;
    part("kept").replaceWith(drawn.querySelector("[data-kept]"));
    kept = await hold(name, false);
    await unshelve(here);
    again = true;
    return null;
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
      const [edits, files] = [(await waiting()).filter((one) => !one.refused), (await bringing()).filter((one) => !one.refused)];
      if (edits.length + files.length) await show("Sending");
      let now = await page();
      for (const some of batches(edits)) await sendEdits(now.token, some);
      for (const one of files) await sendFile(now.token, one);
      if (edits.length + files.length) now = await page();
      await take(now);
      tries = 0;
    } catch (fault) {
      tries += 1;
      if (fault instanceof SignedOut) key = "SignedOut";
      else if (fault instanceof Shut) {
        [key, why] = [(await unsent()) ? "Shut" : "Sent", fault.message];
        await unshelve(here);
      }
      else if (!navigator.onLine || fault instanceof TypeError) key = (await unsent()) ? "Unsent" : "Away";
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
    const pause = tries ? PAUSES[Math.min(tries, PAUSES.length) - 1] : LOOKS;
    timer = setTimeout(() => (document.visibilityState === "visible" || tries ? sync() : null), pause);
  }

  /** Forgets all that this phone holds of the mission. */
  async function forget() {
    clearTimeout(timer);
    await kept.forget();
    mark(name, here, 0);
    await unshelve(here);
  }

  /** Lets the page open without a network. */
  async function keep() {
    if (!("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(place.dataset.worker, { scope: here }).catch(() => {});
    // It was forgotten, or may not be kept any more, while the browser took its time.
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
    const writes = form.closest("[data-answer]");
    const brings = form.closest("[data-files]");
    if (!writes && !brings) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (writes ? write(form) : bring(form)).then(() => show()).then(() => sync());
  }, true);

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
    await forget();
    location.assign(`/missions/${mission}`);
  });

  document.addEventListener("visibilitychange", async () => {
    if (isForgotten || !may) return;
    if (document.visibilityState === "visible") {
      sync();
      return;
    }
    // Who puts the phone away has not pressed a button yet.
    for (const item of document.querySelectorAll("[data-question]")) {
      const form = main(item.dataset.question);
      if (form && changed(form).length) await write(form, true);
    }
    await show();
  });
  addEventListener("online", () => {
    tries = 0;
    sync();
  });

  lay([...(await waiting()), ...(await bringing())]);
  await show(may ? null : "Shut");
  if (!lasting) await unshelve(here);
  // The office is asked at once: browsers take their time over a worker, and over whether what is kept may last.
  else keep();
  await sync();
}
