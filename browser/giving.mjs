// What the walks about releases have in common: people, a record, a host that was screened, a release, votes.

import { expect, goto, look, reader, signIn } from "./open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

/** A word that stands nowhere else. */
export const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

export async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
export async function press(me, text, within = me.page.locator("main, aside")) {
  await Promise.all([me.page.waitForNavigation(), within.getByRole("button", { name: text }).first().click()]);
}

/** Follows a link of the page and waits for where it leads. */
export async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text }).first().click()]);
}

/** Opens what is folded. */
export async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

export async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

/** Reloads a page until a text stands on it: what it shows is found by a job. */
export async function waitsFor(me, path, text, otherwise) {
  for (let n = 0; n < 120; n += 1) {
    await goto(me, path);
    if (await me.page.getByText(text).first().isVisible().catch(() => false)) return;
    await me.page.waitForTimeout(250);
  }
  expect(false, otherwise);
}

/** The address of the page without what follows it. */
export const place = (me) => new URL(me.page.url()).pathname;

/** A record with a word that stands nowhere else: the answer to a question. Answers its address. */
export async function recorded(asker, answerer, word) {
  await goto(asker, "/requests/new");
  await asker.page.locator("#question").fill(`What is known of ${word}, by walk?`);
  await press(asker, /^Ask$/);
  const request = place(asker);
  await goto(answerer, request);
  await answerer.page.locator("main details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));
  await answerer.page.locator("#answer-title").fill(`How ${word} is cooled`);
  await answerer.page.locator("#answer-text").fill(`Invented: ${word} is cooled by oil.`);
  await press(answerer, "Keep the answer");
  const record = await answerer.page.locator("main a[href^='/records/R']", { hasText: word }).first().getAttribute("href");
  return record.split(/[?#]/)[0];
}

/** Registers a host of a neutral country, and waits until it was held against the lists. Answers its address. */
export async function hosted(me, name) {
  await goto(me, "/hosts/new");
  await me.page.locator("#name").fill(name);
  await me.page.locator("#country").fill("SE");
  await press(me, "Register");
  const host = place(me);
  await waitsFor(me, `/screenings?view=all&q=${name.split(" ")[0]}`, name, `the host ${name} was not held against the lists`);
  await follow(me, name);
  await waitsFor(me, place(me), "Nothing was found", `something was found of ${name}, or it is not screened`);
  return host;
}

/** Asks for a release of a record to a host. Answers its address. */
export async function released(me, title, host, record, post) {
  await goto(me, "/releases/new");
  await press(me, "Ask for it");
  await sees(me, "Choose the host that gets it", "a release to nobody was taken");
  await look(me, "release-slips");
  await me.page.locator("#title").fill(title);
  await me.page.locator("select[name=host]").selectOption(host.split("/").pop());
  await me.page.locator("#records").fill(record.split("/").pop());
  await me.page.locator("#reason").fill("Invented for a walk: in exchange for theirs.");
  await me.page.locator("select[name=post]").selectOption(post);
  await press(me, "Ask for it");
  expect(/^\/releases\/L/.test(place(me)), `asking led to ${place(me)}`);
  return place(me);
}

/** The case of the thing whose page is open. */
export async function caseOf(me) {
  return (await me.page.locator("main a[href^='/cases/C']").first().getAttribute("href")).split(/[?#]/)[0];
}

/** Casts the vote of a member. */
export async function voted(me, address, vote, reason = "") {
  await goto(me, address);
  await me.page.locator(`main input[name=vote][value=${vote}]`).check();
  await me.page.locator("#vote-reason").fill(reason);
  await press(me, "Cast the vote");
}

/**
 * Sends what no form of the page offers, with the token of a form that is there. Answers status and words: who is offered nothing may
 * not do it either.
 */
export async function sent(me, base, address, fields) {
  const token = await me.page.locator("input[name=form-token]").first().inputValue();
  const answer = await me.page.request.post(address, { form: { "form-token": token, ...fields }, headers: { origin: base }, maxRedirects: 0 });
  return { status: answer.status(), words: await answer.text() };
}
