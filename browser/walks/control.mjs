// Control: a case decided by all, one blocked by one vote and let through by national discretion, one with a condition whose breach
// opens it anew, one decided by silence, one that a treaty forbids. The password of the accounts is the one that `uptake demo` prints,
// in UPTAKE_PASSWORD.

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

/** Presses a button whose name goes on with what it is about. */
async function pressAbout(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text }).first().click()]);
}

/** Follows a link of the page and waits for where it leads. */
async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text }).first().click()]);
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

/** Asks for a case by hand. Answers with its address. */
async function asked(me, title, item, countries) {
  await goto(me, "/cases/new");
  await me.page.locator("#title").fill(title);
  await me.page.locator("#items").fill(item);
  await me.page.locator("#reason").fill("Invented for a walk.");
  await me.page.locator("#countries").fill(countries);
  await press(me, "Lay it before the regimes");
  const address = new URL(me.page.url()).pathname;
  expect(/^\/cases\/C/.test(address), "the case was not laid before the regime");
  return address;
}

/** Casts the vote of a member. */
async function voted(me, address, vote, reason = "") {
  await goto(me, address);
  await me.page.locator(`main input[name=vote][value=${vote}]`).check();
  await me.page.locator("#vote-reason").fill(reason);
  await press(me, "Cast the vote");
}

/** Nobody says no, and it may be done. */
async function unanimous(people, word) {
  const { asker, members } = people;
  const address = await asked(asker, `${word} catalogue of electric locomotives (invented)`, "Printed catalogue (invented)", "FR");
  await look(asker, "case-asked");
  expect((await asker.page.locator("main input[name=vote]").count()) === 0, "who asked could vote");
  for (const [at, me] of members.entries()) {
    if (at === 0) {
      await goto(me, "/cases?view=mine");
      await look(me, "cases-mine");
      await follow(me, word);
      await look(me, "case-vote");
    }
    await voted(me, address, at === 1 ? "abstain" : "yes");
  }
  await sees(members.at(-1), "This may be done", "the vote of all did not decide");
  await look(members.at(-1), "case-approved");
  await goto(asker, address);
  await press(asker, "Take note");
}

/** One no blocks it; then the member whose own it is lets it through, on a ground and with a second person. */
async function overridden(people, word) {
  const { asker, britain, second, usa } = people;
  const address = await asked(asker, `${word} electric locomotive for a fair (invented)`, "An electric locomotive, lent (invented)", "GB");
  await voted(usa, address, "no");
  await sees(usa, "Write why not", "a no without a reason was taken");
  await look(usa, "case-slips");
  await voted(usa, address, "no", "Invented: of use for more than a fair.");
  await sees(usa, "This may not be done", "one no did not block it");
  await look(usa, "case-refused");
  await goto(britain, address);
  await unfold(britain, "Let it through at national discretion");
  await britain.page.locator("#discretion-reason").fill("Invented: on free sale at home.");
  await look(britain, "case-discretion");
  await press(britain, "Propose to let it through");
  await sees(britain, "waits for a second person", "one person alone let it through");
  await goto(second, address);
  await look(second, "case-second");
  await press(second, "Agree");
  await sees(second, "lets its own through against the rule", "the second person did not let it through");
  await goto(usa, address);
  await press(usa, "Take note");
  await goto(usa, "/regimes");
  await look(usa, "regimes");
  await follow(usa, "Embargo committee of 1949");
  await sees(usa, word, "the page of the regime does not tell what was let through");
  await look(usa, "regime-committee");
}

/** A condition is kept, then found broken: another case decides anew. */
async function broken(people, word) {
  const { asker, chair, britain } = people;
  const address = await asked(asker, `${word} figures for an institute (invented)`, "Table of test figures (invented)", "SE");
  await voted(chair, address, "yes");
  await voted(britain, address, "yes");
  await sees(britain, "as long as its conditions are kept", "two of three did not decide");
  await goto(asker, address);
  await asker.page.locator("#kept-words-1").fill("Invented: it lies in our archive.");
  await look(asker, "case-conditions");
  await pressAbout(asker, "It is kept");
  await goto(chair, address);
  await unfold(chair, "say that it is broken");
  await chair.page.locator("#broken-words-1").fill("Invented: it was printed elsewhere.");
  await pressAbout(chair, "It is broken");
  expect(new URL(chair.page.url()).pathname !== address, "no other case decides anew");
  await look(chair, "case-anew");
  await goto(chair, address);
  await sees(chair, "another case decides anew", "what was broken still holds");
  await look(chair, "case-broken");
}

/** What the office saw to by itself, and what a treaty forbids. */
async function without(people, word) {
  const { asker, usa } = people;
  await goto(usa, "/cases?view=decided");
  await look(usa, "cases-decided");
  await follow(usa, "Paper on the cooling of rectifiers");
  await sees(usa, "silence: yes", "silence did not decide");
  await look(usa, "case-silence");
  await asked(asker, `${word} tanks (invented)`, "Drawings of tanks (invented)", "DE");
  await sees(asker, "Article 171", "the clause that forbids it is not named");
  await look(asker, "case-forbidden");
  await goto(asker, "/cases?view=refused");
  await look(asker, "cases-refused");
  await goto(asker, "/cases/new");
  await look(asker, "case-new");
}

async function walked({ browser, base }, options) {
  const word = strange();
  const me = (name) => someone(browser, base, name, options);
  const [asker, usa, britain, second] = [await me("sokolov"), await me("vlasova"), await me("lebedev"), await me("orekhov")];
  const [france, germany, chair] = [await me("mironov"), await me("zaitseva"), await me("orlova")];
  const people = { asker, usa, britain, second, chair, members: [usa, britain, france, germany] };
  await unanimous(people, word);
  await overridden(people, word);
  await broken(people, word);
  await without(people, word);
}

export default [
  {
    name: "cases decided by all, blocked by one, let through at discretion, broken, decided by silence, forbidden",
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
    name: "pages of control in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "lebedev", { language, width });
        await goto(me, "/cases?view=all");
        await look(me, `cases-${language}`);
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a[href*='/cases/']").first().click()]);
        await look(me, `case-${language}`);
        await goto(me, "/regimes");
        await look(me, `regimes-${language}`);
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main a[href*='/regimes/E']").first().click()]);
        await look(me, `regime-${language}`);
      }
    },
  },
];
