// The plan: a line is set, refused where it is wrong, changed, taken in as a table, and looked at by somebody who does not lead. The password of
// the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

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

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

const strange = () => `Zplan${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A line is set by who leads. */
async function set(me, word) {
  await goto(me, "/plan");
  await sees(me, "Rectifiers with such a circuit", "the plan of the demonstration is not there");
  await look(me, "plan");
  await goto(me, "/plan/new");
  await me.page.locator("#unit").selectOption("locomotive-works");
  await me.page.locator("#parameter").fill(`${word} (invented)`);
  await me.page.locator("#targets").fill("soon 12");
  await press(me, "Keep the line");
  await sees(me, "is no quarter with its amount", "a target without a quarter was taken");
  await look(me, "plan-line-slips");
  await me.page.locator("#targets").fill("2026-Q1 120\n2026-Q2 140");
  await press(me, "Keep the line");
  await sees(me, "No need", "a line without a need is not flagged");
  await sees(me, "Nobody answers", "a line without an owner is not flagged");
  await look(me, "plan-line");
  await unfold(me, "Change the line");
  await me.page.locator("#money").fill("Budget 4 (invented)");
  await press(me, "Keep the line");
  await sees(me, "Budget 4", "what pays was not kept");
  return new URL(me.page.url()).pathname;
}

/** A table restates it. */
async function taken(me, word) {
  await goto(me, "/plan");
  await unfold(me, "Take a whole plan in");
  await me.page.locator("#list").fill(`locomotive-works;${word} (invented);;2026-Q2;150\nlocomotive-works;${word} (invented);;2026;1`);
  await press(me, "Take it in");
  await sees(me, "is no quarter; write it as", "a table with a fault was taken");
  await look(me, "plan-slips");
  await me.page.locator("#list").fill(`locomotive-works;${word} (invented);;2026-Q2;150`);
  await press(me, "Take it in");
  await sees(me, "changed: 1", "the table restated nothing");
}

/** A portfolio of the demonstration: its plan, a change by hand, and the duty that an adopted plan gives. */
async function planned(me) {
  await goto(me, "/plan/portfolios");
  await look(me, "portfolios");
  await me.page.getByRole("link", { name: "What to buy for rectifiers and lines" }).click();
  for (let tries = 0; tries < 60 && (await me.page.getByText("It is worth").count()) === 0; tries += 1) {
    await me.page.waitForTimeout(1000);
    await me.page.reload();
  }
  const address = new URL(me.page.url()).pathname;
  await goto(me, `${address}?run=1`);
  await sees(me, "What binds most", "the plan does not say what binds");
  await sees(me, "Under other assumptions", "no scenarios stand beside the plan");
  await look(me, "portfolio");
  await press(me, "Adopt this plan");
  await sees(me, "Plan 1 adopted", "the plan was not adopted");
  await sees(me, "An adopted plan gives your post something to do", "the adopted plan gives no duty");
  await look(me, "portfolio-adopted");
}

export default [
  {
    name: "a line of the plan set, refused, changed, restated by a table, and read by others",
    async walk({ browser, base }) {
      const word = strange();
      const orlova = await someone(browser, base, "orlova");
      const address = await set(orlova, word);
      await taken(orlova, word);
      const karpova = await someone(browser, base, "karpova", { width: "phone", script: false });
      await goto(karpova, address);
      await sees(karpova, word, "the line is not read by others");
      expect((await karpova.page.getByText("Change the line").count()) === 0, "who does not lead may change the line");
      await look(karpova, "plan-line-phone");
      await goto(karpova, "/plan");
      await look(karpova, "plan-phone");
      await planned(orlova);
    },
  },
];
