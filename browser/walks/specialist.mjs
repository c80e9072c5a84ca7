// Specialists: a request opened, a mismatch warned before it is signed, and a grievance of the guest of the demonstration laid, answered
// and settled.
// The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A request that waits for somebody who plans towns, from a day on that is so many days ahead. Answers with its address. */
async function asked(me, word, days) {
  await goto(me, "/specialists/requests/new");
  await look(me, "specialist-request-new");
  await me.page.locator("#title").fill(`${word}: a planner of towns (invented)`);
  await me.page.locator("#officer").selectOption("electrical-coordinator");
  await me.page.locator("#counterpart").selectOption("converter-scientist");
  await me.page.locator("#since").fill(inDays(days));
  await me.page.locator("#until").fill(inDays(days + 30));
  await me.page.locator("#must").fill("town planning");
  await press(me, "Keep");
  const address = new URL(me.page.url()).pathname;
  await press(me, "Have somebody looked for");
  await sees(me, "Write what there is to do", "somebody was looked for without a task");
  await goto(me, `${address}/change`);
  await me.page.locator("#task").fill("Invented for a walk: a street of dwellings.");
  await me.page.locator("#leaves").fill("Invented: how a street is laid out.");
  const languages = me.page.locator("#languages-1-language");
  if (!(await languages.count())) await press(me, "Add a row");
  await me.page.locator("#languages-1-language").fill("ru");
  await me.page.locator("#languages-1-level").fill("B2");
  await press(me, "Keep");
  await press(me, "Have somebody looked for");
  await sees(me, "Looked for", "nobody is looked for");
  return address;
}

/** Fills the form under the line of a grievance and sends it. */
async function went(me, word, words, button) {
  const line = me.page.locator("main section[aria-labelledby=grievances] li").filter({ hasText: word });
  const form = line.locator("details").filter({ hasText: button });
  await form.locator("summary").first().click();
  await form.locator("textarea").first().fill(words);
  await Promise.all([me.page.waitForNavigation(), form.getByRole("button", { name: button, exact: true }).click()]);
}

/** The guest lays a grievance through the officer, the unit answers, the guest says that it is settled. */
async function settled(officer, unit, address, word) {
  const stands = (me) => me.page.locator("main section[aria-labelledby=grievances] li").filter({ hasText: word }).first().textContent();
  await goto(officer, address);
  await unfold(officer, "Lay a grievance");
  await press(officer, "Lay it");
  await sees(officer, "Write it down in words", "a grievance without a word was taken");
  await look(officer, "grievance-slips");
  await officer.page.locator("#grievance-side").selectOption("guest");
  await officer.page.locator("#grievance-topic").selectOption("means");
  await officer.page.locator("#grievance-text").fill(`${word}: the level is broken (invented).`);
  await press(officer, "Lay it");
  expect((await stands(officer)).includes("Waits for an answer"), "the grievance does not wait for an answer");
  await goto(unit, address);
  await went(unit, word, "Invented: another one is on its way.", "Answer it");
  expect((await stands(unit)).includes("Answered"), "the answer was not kept");
  await goto(officer, address);
  await look(officer, "grievance-answered");
  await went(officer, word, "Invented: it came, and it works.", "Settled");
  const end = await stands(officer);
  expect(end.includes("Settled") && !end.includes("Say whether it is settled"), "the grievance is not settled");
}

/** The whole way, as those who take part in it. */
async function walked({ browser, base }, options, days) {
  const word = strange();
  const asks = await someone(browser, base, "sokolov", options);
  await goto(asks, "/specialists");
  await look(asks, "roster");
  const address = await asked(asks, word, days);
  const officer = await someone(browser, base, "orlova", options);
  await goto(officer, address);
  await sees(officer, "No Russian; B2 is wanted", "what May lacks is not named");
  await look(officer, "specialist-request");
  await Promise.all([
    officer.page.waitForNavigation(),
    officer.page.getByRole("link", { name: /^Propose.*Ernst May/ }).click(),
  ]);
  await officer.page.locator("#terms").fill("Invented: half of it in marks.");
  await officer.page.locator("#transfers-1-learner").fill("Two draughtsmen (invented)");
  await look(officer, "assignment-new");
  await press(officer, "Keep");
  const proposed = new URL(officer.page.url()).pathname;
  await sees(officer, "Mismatch", "the mismatch is not warned of");
  await look(officer, "assignment-proposed");
  const control = await someone(browser, base, "belov", options);
  await goto(control, proposed);
  if (await control.page.locator("#control").count()) await press(control, "Yes");
  const signs = await someone(browser, base, "zaitseva", options);
  await goto(signs, proposed);
  await unfold(signs, "Sign");
  await press(signs, "Sign on");
  await sees(signs, "write why they are signed on all the same", "it was signed without a reason");
  await look(signs, "assignment-mismatch");
  await signs.page.locator("#sign-reason").fill("Invented: nobody else is free.");
  await press(signs, "Sign on");
  await sees(signs, "Signed against a mismatch", "the reason does not stay");
  // The guest of the demonstration, well matched, whose grievance is settled.
  await goto(officer, "/specialists/assignments?stage=under-way");
  await look(officer, "assignments");
  await Promise.all([
    officer.page.waitForNavigation(),
    officer.page.locator("main").getByRole("link", { name: "L. Hoffmann" }).first().click(),
  ]);
  await settled(officer, asks, new URL(officer.page.url()).pathname, word);
  await look(officer, "assignment");
  await goto(officer, "/specialists/assigning");
  await look(officer, "assigning");
}

export default [
  {
    name: "a guest is asked for, warned of, and signed on with a reason; another lays a grievance that is answered and settled",
    async walk(place) {
      await walked(place, {}, 400);
    },
  },
  {
    name: "the same on a phone without script",
    async walk(place) {
      await walked(place, { width: "phone", script: false }, 500);
    },
  },
  {
    name: "the same pages in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "orlova", { language, width });
        for (const [path, name] of [["", "roster"], ["/requests", "specialist-requests"], ["/assigning", "assigning"]]) {
          await goto(me, `/specialists${path}`);
          await look(me, `${name}-${language}`);
        }
        await goto(me, "/specialists/assignments?stage=under-way");
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
        await look(me, `assignment-${language}`);
      }
    },
  },
];
