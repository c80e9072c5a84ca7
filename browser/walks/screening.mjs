// Screening: a party is found across scripts with its reasons, a hit is decided by two persons, and a new version opens it again. The
// password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text }).first().click()]);
}

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

/** Reloads a page until a text stands on it: what it shows is found by a job. */
async function waitsFor(me, path, text, otherwise) {
  for (let n = 0; n < 60; n += 1) {
    await goto(me, path);
    if (await me.page.getByText(text).first().isVisible().catch(() => false)) return;
    await me.page.waitForTimeout(500);
  }
  expect(false, otherwise);
}

const LIST = "/party-lists/demonstration-parties";

const HEAD = "key,name,aliases,weak_aliases,kind,countries,born,identifiers,programme,since,remark";

/** Loads a version of a list with these rows, and waits until it is in force. */
async function load(me, list, rows, name) {
  await goto(me, list);
  await unfold(me, "Load a new version");
  const text = [HEAD, ...rows].join("\n") + "\n";
  await me.page.locator("main input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await press(me, "Load");
  for (let n = 0; n < 60; n += 1) {
    await goto(me, list);
    if ((await me.page.getByText(name).count()) && !(await me.page.getByText("Being read").count())) return;
    await me.page.waitForTimeout(500);
  }
  expect(false, `version ${name} did not come into force`);
}

/** Registers a list that the coordinator of the electrical industry owns. Answers with its address. */
async function registered(me, name) {
  await goto(me, "/party-lists/new");
  await press(me, "Keep");
  await look(me, "party-list-slips");
  await me.page.locator("#name").fill(name);
  await me.page.locator("#title").fill(`List of the walk ${name} (invented)`);
  await me.page.locator("#post").selectOption("electrical-coordinator");
  await press(me, "Keep");
  return `/party-lists/${name}`;
}

async function walked({ browser, base }, options) {
  const owner = await someone(browser, base, "orlova", options);
  await goto(owner, "/party-lists");
  await look(owner, "party-lists");
  await goto(owner, LIST);
  await sees(owner, "The authors of the program made them up", "the list does not say that it is invented");
  await look(owner, "party-list");
  await goto(owner, `${LIST}/difference?from=1&to=2`);
  await sees(owner, "Zweite Talheimer Messbau", "the difference does not show the new entry");
  await look(owner, "party-list-difference");

  // The host that is found on the list in another script waits for the owner.
  await goto(owner, "/screenings");
  await sees(owner, "Talheimer Gleichrichterwerk", "the host was not found on the list");
  await look(owner, "screenings");

  // An own entry, in Cyrillic; the name is typed in Latin.
  const mark = Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 6);
  const administrator = await someone(browser, base, "gromov", options);
  const list = await registered(administrator, `walk-${mark}`);
  const entry = (aliases) => `WALK-${mark},Акционерное общество Вельдорфприбор,${aliases},,organisation,DE,,,Demonstration,1963-04-01,Invented`;
  await load(owner, list, [entry("")], "first.csv");
  const asker = await someone(browser, base, "karpova", options);
  await goto(asker, "/screenings/new");
  await press(asker, "Screen");
  await sees(asker, "Write what the party is called", "a party without a name was taken");
  await look(asker, "screening-slips");
  await asker.page.locator("#name").fill("Veldorfpribor");
  await asker.page.locator("#purpose").fill(`Invented for a walk: ${mark}`);
  await press(asker, "Screen");
  const address = new URL(asker.page.url()).pathname;
  await sees(asker, "Вельдорфприбор", "nothing was found across the scripts");
  await sees(asker, "Why they may be the same", "the reasons are missing");
  expect(!(await asker.page.getByRole("button", { name: "Keep" }).count()), "who asked may decide");
  await look(asker, "screening-found");

  // The first person says so, the second confirms.
  await goto(owner, address);
  const hit = owner.page.locator("main section").filter({ hasText: `WALK-${mark}` }).first();
  await hit.getByText("The same", { exact: true }).first().click();
  await hit.locator("textarea").fill("Invented for a walk: the same works.");
  await look(owner, "screening-decide");
  await Promise.all([owner.page.waitForNavigation(), hit.getByRole("button", { name: "Keep" }).click()]);
  await sees(owner, "To be confirmed", "it does not wait for the second person");
  const second = await someone(browser, base, "belov", options);
  await goto(second, address);
  await look(second, "screening-confirm");
  await press(second, "Confirm");
  await sees(second, "Confirmed by", "the second person is not named");

  // The entry is called otherwise in the next version: it is asked again.
  await load(owner, list, [entry("Veldorfpribor AG")], "second.csv");
  await waitsFor(owner, address, "Open again: the entry was changed", "a changed entry did not open the hit again");
  await look(owner, "screening-reopened");
}

export default [
  {
    name: "a party is found across scripts, decided by two, and asked again after a new version",
    async walk(place) {
      await walked(place, {});
    },
  },
  {
    name: "the same on a phone without script",
    async walk(place) {
      await walked(place, { width: "phone", script: false });
    },
  },
  {
    name: "pages of screening in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "orlova", { language, width });
        await goto(me, LIST);
        await look(me, `party-list-${language}`);
        await goto(me, "/screenings?view=all");
        await look(me, `screenings-${language}`);
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
        await look(me, `screening-${language}`);
      }
    },
  },
];
