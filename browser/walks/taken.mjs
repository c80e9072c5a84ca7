// From an offer to the plan rate that an inspector saw: one unit proves a technology, another is offered it, takes it and brings it to its plan
// rate on readings, a programme draws the claim, and somebody who has no part in it finds it so. The password of the accounts is the one
// that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name) {
  const me = await reader(browser, base);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
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

/** Looks again until a page says something: the office sees to it by a job. */
async function comes(me, address, text, otherwise) {
  for (let tries = 0; tries < 40; tries += 1) {
    await goto(me, address);
    if (await me.page.getByText(text).first().isVisible()) return;
    await me.page.waitForTimeout(500);
  }
  expect(false, otherwise);
}

const strange = () => `Ztak${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

const here = (me) => new URL(me.page.url()).pathname;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The quarter of today. */
function quarter() {
  const day = new Date();
  return `${day.getUTCFullYear()}-Q${Math.floor(day.getUTCMonth() / 3) + 1}`;
}

/** Whether the ladder shows a rung with how well it is shown. */
async function climbed(me, rung, how) {
  const steps = me.page.locator("ol.ladder li.rung-reached").filter({ has: me.page.locator("strong", { hasText: rung }) });
  expect((await steps.count()) === 1 && (await steps.first().textContent()).includes(how), `${rung} does not stand on what is ${how}`);
}

/** Brings an adoption to a rung on readings of today, with a plan that they reach. */
async function makes(me, address, rung) {
  await goto(me, `${address}/output`);
  await me.page.locator("#plan-quarter").fill(quarter());
  await me.page.locator("#plan-amount").fill("10");
  await press(me, "Plan the quarter");
  await me.page.locator("#readings").fill(`${inDays(0)};12`);
  await press(me, "Take the readings in");
  await sees(me, /Taken in: 1 new/, "the reading was not taken in");
  await goto(me, address);
  await me.page.locator("#rung").selectOption(rung);
  await me.page.locator("main input[name=rung-class][value=measured]").check();
  await press(me, "Say that it was reached");
}

/** A use that proves itself: a technology in the words and the class of what another unit needs. */
async function proved(giver, word) {
  await goto(giver, "/adoptions/new");
  await giver.page.locator("#technology-name").fill(`${word} silicon rectifier (invented)`);
  await giver.page.locator("#statement").fill("Invented for a walk: a rectifier that is offered, taken and inspected.");
  await giver.page.locator("#post").selectOption("traction-engineer");
  await giver.page.locator("#unit").selectOption("locomotive-works");
  await press(giver, "Begin the adoption");
  const address = here(giver);
  await goto(giver, await giver.page.locator('a[href^="/technologies/T"]').first().getAttribute("href"));
  await follow(giver, "Change the technology");
  await giver.page.locator("#classes").fill("ipc:H02M7");
  await press(giver, "Keep");
  await makes(giver, address, "production");
  await climbed(giver, "production", "measured");
  await sees(giver, "yes: in production, measured or inspected", "it is no verified use");
  return address;
}

/** A programme over the unit of whoever took it; answers with the visit of the claim. */
async function drawn(leader, word) {
  await goto(leader, "/inspections/new");
  await leader.page.locator("#title").fill(`${word} programme (invented)`);
  await leader.page.locator("#rung").selectOption("production");
  await leader.page.locator("main input[name=unit][value=lenin-institute]").check();
  await leader.page.locator("#since").fill(inDays(0));
  await leader.page.locator("#until").fill(inDays(30));
  await leader.page.locator("#visits").fill("40");
  await leader.page.locator("#questions-yes-no").fill("Does it run?");
  await press(leader, "Keep");
  await press(leader, "Fix the frame");
  await press(leader, "Draw");
  await leader.page.locator("#visits").locator("..").getByRole("link", { name: word }).first().click();
  await leader.page.waitForURL((url) => url.pathname.startsWith("/visits/"));
  const visit = here(leader);
  await unfold(leader, "Name who goes");
  await leader.page.locator("#to").selectOption("turbine-engineer");
  await press(leader, "Name the inspector");
  return visit;
}

export default {
  name: "an offer that was taken, brought to its plan rate, drawn and found so by an inspector",
  async walk({ browser, base }) {
    const word = strange();
    const giver = await someone(browser, base, "sokolov");
    const given = await proved(giver, word);
    const taker = await someone(browser, base, "karpova");
    await comes(taker, "/offers", word, "what proved itself was not offered to who has the need");
    await follow(taker, word);
    await look(taker, "taken-offer");
    await press(taker, "Take the offer");
    const taken = here(taker);
    expect(/^\/adoptions\/A/.test(taken), "taking the offer began no adoption");
    await makes(taker, taken, "plan-rate");
    await climbed(taker, "plan rate", "measured");
    await goto(giver, given);
    const away = await giver.page.locator("section[aria-labelledby=give-away]").textContent();
    expect(away.includes("Electrotechnical Institute"), "who gave it does not see who took it");
    const leader = await someone(browser, base, "belov");
    const visit = await drawn(leader, word);
    const inspector = await someone(browser, base, "mironov");
    await goto(inspector, visit);
    await inspector.page.getByLabel("confirmed", { exact: true }).check();
    await inspector.page.locator("#words").fill("Invented: twelve a day, as the counter says.");
    await press(inspector, "Close the visit");
    await sees(inspector, "It is as it was said.", "the visit was not closed");
    await look(inspector, "taken-visit");
    await goto(taker, taken);
    await climbed(taker, "plan rate", "inspected");
    await look(taker, "taken-inspected");
  },
};
