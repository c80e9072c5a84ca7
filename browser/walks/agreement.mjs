// Agreements: a licence from interest to royalties with a contested deliverable, and a plant that is paid in instalments.
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
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text }).first().click()]);
}

/** Follows a link and waits for the page behind it. */
async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text }).first().click()]);
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Begins an agreement for a need of the post. Answers with its address. */
async function begun(me, title, kind) {
  await goto(me, "/agreements/new");
  await press(me, "Begin agreement");
  await sees(me, "Write what the agreement is called", "an agreement without a title was taken");
  await look(me, "agreement-slips");
  await me.page.locator("#title").fill(title);
  await me.page.locator("#kind").selectOption(kind);
  await me.page.locator("#host").selectOption({ index: 1 });
  await me.page.getByLabel(/locomotive/i).first().check();
  await press(me, "Begin agreement");
  return new URL(me.page.url()).pathname;
}

/** Writes the terms, has consent given by another, signs and brings into force. */
async function inForce(me, other, address, name) {
  await goto(me, address);
  await press(me, "Begin negotiation");
  await goto(me, `${address}/terms`);
  await me.page.locator("#technologies").fill("Invented for a walk: rectifiers in oil.");
  await me.page.locator("#since").fill(inDays(-800));
  await me.page.locator("#until").fill(inDays(900));
  await look(me, `${name}-terms`);
  await press(me, "Write terms");
  for (const [ask, step] of [["Ask for consent to sign", "It is signed"], ["Ask for consent to come into force", "It comes into force"]]) {
    await goto(me, address);
    await press(me, ask);
    await look(me, `${name}-asked`);
    await goto(other, address);
    await other.page.locator("#consent-reason").fill("Invented for a walk: nothing stands against it.");
    await press(other, "Give consent");
    const consents = await other.page.locator("main section[aria-labelledby=consents] p.quiet, main section[aria-labelledby=consents] span.quiet").allTextContents();
    expect(consents.length > 0 && consents.every((text) => !text.includes("/")), `who asked and who decided stand as the ledger writes them: ${consents}`);
    await goto(me, address);
    await me.page.locator("#on").fill(inDays(-790));
    await press(me, step);
  }
  await sees(me, "In force", "the agreement is not in force");
}

/** Writes a deliverable in. Answers with its address. */
async function owed(me, address, title, due) {
  await goto(me, `${address}/deliverables`);
  await me.page.locator("#title").fill(title);
  await me.page.locator("#quantity").fill("12");
  await me.page.locator("#measure").fill("sheets");
  await me.page.locator("#due").fill(due);
  await press(me, "Write in");
  await follow(me, title);
  return new URL(me.page.url()).pathname;
}

/** Takes a step in the course of a deliverable. */
async function went(me, address, step, words, until) {
  await goto(me, address);
  await me.page.locator("#words").fill(words);
  if (until) await me.page.locator("#step-until").fill(until);
  await press(me, step);
}

/** A licence, from interest to royalties. */
async function licence({ browser, base }, options) {
  const word = strange();
  const [me, other] = [await someone(browser, base, "sokolov", options), await someone(browser, base, "orlova", options)];
  const address = await begun(me, `${word} licence (invented)`, "licence");
  await look(me, "agreement-interest");
  await inForce(me, other, address, "agreement");
  await look(me, "agreement-in-force");
  const drawings = await owed(me, address, `${word} drawings`, inDays(-20));
  await went(me, drawings, "It came", "Invented: twelve sheets.");
  await went(me, drawings, "Contest", "");
  await sees(me, "Write why", "a contest without a reason was taken");
  await look(me, "deliverable-slips");
  await went(me, drawings, "Contest", "Invented: sheet seven is missing.", inDays(10));
  await look(me, "deliverable-contested");
  await goto(me, "/agreements?view=contested");
  await sees(me, `${word} licence`, "the contested agreement is not on its list");
  await look(me, "agreements-contested");
  await went(me, drawings, "The other side answered", "Invented: it is on its way.", inDays(5));
  await went(me, drawings, "Accept", "Invented: all there.");
  await me.page.locator("#use-words").fill("Invented: in the trial field.");
  await press(me, "Write in use");
  await sees(me, "told only", "a word was taken for evidence");
  await look(me, "deliverable-accepted");
  await goto(me, `${address}/royalties`);
  await me.page.locator("#title").fill(`${word} rectifiers`);
  await me.page.locator("#percent").fill("3.5");
  await me.page.locator("#currency").fill("EUR");
  await me.page.locator("#since").fill(inDays(-790));
  await press(me, "Add royalty");
  await me.page.locator("#base").fill("10000");
  await me.page.locator("#words").fill("Invented: from the books.");
  await press(me, "Report use");
  await sees(me, "350.00 EUR", "the royalty was not reckoned");
  await look(me, "agreement-royalties");
  await me.page.locator("#until-1").fill(inDays(400));
  await press(me, "End it on this day");
  expect((await me.page.locator("#until-1").inputValue()) === inDays(400), "the royalty was not ended");
  await goto(me, `${address}/patents`);
  await me.page.locator("#identifier").fill("a patent");
  await press(me, "Add patent");
  await sees(me, "is no number of a patent", "a number that is none was taken");
  await me.page.locator("#identifier").fill("US 6,337,117 B1");
  await me.page.locator("#territories").fill("US granted");
  await press(me, "Add patent");
  await sees(me, "US6337117B1", "the number is not in its normal form");
  await look(me, "agreement-patents");
  await goto(me, `${address}/terms`);
  await me.page.locator("#reason").fill("Invented: a year more.");
  await me.page.locator("#until").fill(inDays(1_265));
  await look(me, "agreement-amend");
  await press(me, "Amend terms");
  await goto(me, `${address}/versions`);
  await sees(me, "What changed", "two versions are not compared");
  await look(me, "agreement-versions");
  await me.page.context().close();
  await other.page.context().close();
}

/** A plant, paid in instalments. */
async function plant({ browser, base }, options) {
  const word = strange();
  const [me, other] = [await someone(browser, base, "sokolov", options), await someone(browser, base, "orlova", options)];
  const address = await begun(me, `${word} plant (invented)`, "turnkey-plant");
  await inForce(me, other, address, "plant");
  const design = await owed(me, address, `${word} design`, inDays(-30));
  await goto(me, `${address}/payments`);
  await press(me, "Add instalment");
  await sees(me, "Write what the instalment is for", "an instalment without a title was taken");
  await look(me, "payments-slips");
  for (const [title, amount, due, tied] of [["On signing", "1000.50 EUR", inDays(-60), ""], ["After the design", "2000 EUR", "", `${word} design`]]) {
    await me.page.locator("#title").fill(title);
    await me.page.locator("#amount").fill(amount);
    await me.page.locator("#due").fill(due);
    if (tied) await me.page.locator("#deliverable").selectOption({ label: tied });
    await press(me, "Add instalment");
  }
  await me.page.locator("#instalment").selectOption({ index: 1 });
  await me.page.locator("#paid").fill("400.25 EUR");
  await me.page.locator("#reference").fill("Bank 12");
  await press(me, "Note payment");
  await sees(me, "600.25 EUR", "what is in arrears was not reckoned");
  await look(me, "payments");
  await me.page.locator("#amended").selectOption({ label: "2. After the design" });
  await me.page.locator("#amended-amount").fill("1900 EUR");
  await press(me, "Amend");
  await sees(me, "Write why", "an amendment without a reason was taken");
  await look(me, "payments-amend");
  await me.page.locator("#amended-reason").fill("Invented: the design became simpler.");
  await press(me, "Amend");
  await goto(me, `${address}/versions`);
  await sees(me, "1900.00 EUR", "the version does not say what is owed now");
  await goto(me, "/agreements?view=in-arrears");
  await sees(me, `${word} plant`, "the agreement in arrears is not on its list");
  await goto(me, "/agreements?view=paid-not-received");
  await sees(me, `${word} plant`, "what is paid and not received is not on its list");
  await look(me, "agreements-paid-not-received");
  await went(me, design, "It came", "Invented: one roll.");
  await went(me, design, "Accept", "Invented: looked through.");
  await goto(me, `${address}/payments`);
  await look(me, "payments-due");
  await goto(me, address);
  await look(me, "agreement-plant");
  await me.page.context().close();
  await other.page.context().close();
}

export default [
  {
    name: "a licence, from interest to royalties, with a contested deliverable",
    async walk(place) {
      await licence(place, {});
    },
  },
  {
    name: "a turnkey plant paid in instalments, on a phone without script",
    async walk(place) {
      await plant(place, { width: "phone", script: false });
    },
  },
  {
    name: "the same pages in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "sokolov", { language, width });
        await goto(me, "/agreements");
        await look(me, `agreements-${language}`);
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
        await look(me, `agreement-${language}`);
        const address = new URL(me.page.url()).pathname;
        for (const part of ["versions", "payments", "royalties", "patents"]) {
          await goto(me, `${address}/${part}`);
          await look(me, `agreement-${part}-${language}`);
        }
      }
    },
  },
];
