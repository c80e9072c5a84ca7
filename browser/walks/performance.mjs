// How a need does: what of it is of use, what it misses, and a change that is replayed before it is kept. The password of the accounts is the one that
// `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

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

/** The draw is a job of the office: the page is looked at until it was made. */
async function drawn(me, address) {
  for (let tries = 0; tries < 60; tries += 1) {
    await goto(me, address);
    if (await me.page.locator("#left-out ~ ul li").count()) return;
    await me.page.waitForTimeout(500);
  }
  expect(false, "no record was drawn from what was left out");
}

async function does(browser, base) {
  const sokolov = await reader(browser, base);
  await signIn(sokolov, "sokolov", PASSWORD);
  await goto(sokolov, "/needs?view=mine");
  const needs = await sokolov.page.locator("main a[href^='/needs/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  let address = null;
  for (const need of [...new Set(needs)]) {
    await goto(sokolov, need);
    if (await sokolov.page.getByRole("link", { name: "How this need does" }).count()) {
      address = `${need}/performance`;
      break;
    }
  }
  expect(address, "no accepted need of the demonstration leads to how it does");
  await goto(sokolov, address);
  await sees(sokolov, "What of it is of use", "the page of how a need does is not there");
  await look(sokolov, "performance");
  await unfold(sokolov, "a week are drawn");
  await sokolov.page.locator("#rate").fill("51");
  await press(sokolov, "Draw so many");
  await sees(sokolov, "At most 50", "more than anybody reads was taken");
  await unfold(sokolov, "a week are drawn");
  await sokolov.page.locator("#rate").fill("4");
  await press(sokolov, "Draw so many");
  await drawn(sokolov, address);
  await press(sokolov, "Rightly left out");
  await sees(sokolov, "rightly left out", "what was said of a record was not kept");
  await look(sokolov, "performance-drawn");
  const phone = await reader(browser, base, { width: "phone" });
  await signIn(phone, "sokolov", PASSWORD);
  await goto(phone, address);
  await look(phone, "performance-phone");
  await goto(sokolov, `${address.replace("/performance", "")}/edit`);
  const query = sokolov.page.locator("#profile-1-query");
  await query.fill(`(${await query.inputValue()}) OR ignitron`);
  await press(sokolov, "Look again");
  await sees(sokolov, "What the change would do", "a changed profile was not replayed");
  await look(sokolov, "replay");
}

export default [
  {
    name: "how a need does, what it misses, and what a change of it would do",
    async walk({ browser, base }) {
      await does(browser, base);
    },
  },
];
