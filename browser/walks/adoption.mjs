// Adoptions: a technology from begun to plan rate on readings that a file and a meter brought, what it needs and costs, and its end, of which
// another unit hears that uses it too. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

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

/** What was refused, with its words. */
async function refused(me, words, otherwise) {
  const slips = me.page.locator(".slips");
  expect((await slips.count()) === 1 && words.test(await slips.first().textContent()), otherwise);
}

const strange = () => `Zado${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

const here = (me) => new URL(me.page.url()).pathname;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The quarter of a day, and the one before it. */
function quarters() {
  const day = new Date();
  const [year, quarter] = [day.getUTCFullYear(), Math.floor(day.getUTCMonth() / 3) + 1];
  return [`${year}-Q${quarter}`, quarter === 1 ? `${year - 1}-Q4` : `${year}-Q${quarter - 1}`];
}

/** Begins an adoption of a new technology. Answers with its address. */
async function begun(me, word) {
  await goto(me, "/adoptions");
  await look(me, "adoptions");
  await follow(me, "Begin an adoption");
  await press(me, "Begin the adoption");
  await refused(me, /Write what the technology is called/, "an adoption of nothing was begun");
  await look(me, "adoption-slips");
  await me.page.locator("#technology-name").fill(`${word} winding (invented)`);
  await me.page.locator("#statement").fill("Invented for a walk: wound without a core.");
  await me.page.locator("#output").fill("Windings (invented)");
  // A unit for which this post does not answer.
  await me.page.locator("#post").selectOption("traction-engineer");
  await me.page.locator("#unit").selectOption("machine-tool-institute");
  await press(me, "Begin the adoption");
  await refused(me, /stands in another part of the office/, "a post began for a unit elsewhere");
  await me.page.locator("#unit").selectOption("locomotive-works");
  await press(me, "Begin the adoption");
  expect(/^\/adoptions\/A/.test(here(me)), "the adoption was not begun");
  await climbed(me, "received", "told");
  await look(me, "adoption-begun");
  return here(me);
}

/** Whether the ladder shows a rung with how well it is shown. */
async function climbed(me, rung, how) {
  const steps = me.page.locator("ol.ladder li.rung-reached").filter({ has: me.page.locator("strong", { hasText: rung }) });
  expect((await steps.count()) === 1, `the ladder does not show ${rung}`);
  expect((await steps.first().textContent()).includes(how), `${rung} does not stand on what is ${how}`);
}

async function says(me, rung, how, evidence = "") {
  await me.page.locator("#rung").selectOption(rung);
  await me.page.locator(`main input[name=rung-class][value=${how}]`).check();
  await me.page.locator("#rung-evidence").fill(evidence);
  await press(me, "Say that it was reached");
}

/** The lower rungs: as told, and on a record of the office. */
async function shown(me, address) {
  await goto(me, "/records?q=rectifier");
  const link = await me.page.locator(".card-title a").first().getAttribute("href");
  const record = new URL(link, me.page.url()).href;
  await goto(me, address);
  await says(me, "examined", "told");
  await climbed(me, "examined", "told");
  await says(me, "decided", "document");
  await refused(me, /names the record or the attachment/, "a document was taken that nobody named");
  await look(me, "adoption-no-document");
  await says(me, "decided", "document", record);
  await climbed(me, "decided", "document");
  await says(me, "pilot", "told");
  await climbed(me, "pilot", "told");
  await sees(me, "passed over", "that the prototype was passed over is not told");
  await says(me, "production", "measured");
  await refused(me, /readings show nothing made/, "what nobody measured stands as measured");
}

/** Plans of two quarters, and readings: a file with a line that is none, then a good one. */
async function measured(me, address) {
  const [now, last] = quarters();
  await goto(me, `${address}/output`);
  for (const [quarter, amount] of [[last, "100"], [now, "150"]]) {
    await me.page.locator("#plan-quarter").fill(quarter);
    await me.page.locator("#plan-amount").fill(amount);
    await press(me, "Plan the quarter");
  }
  await sees(me, last, "the plan of the last quarter was not kept");
  await me.page.locator("#readings").fill(`${last};80\n${inDays(0)};many`);
  await press(me, "Take the readings in");
  await refused(me, /line 2/, "the line that cannot be read is not named");
  await look(me, "readings-slips");
  const file = { name: "counter.csv", mimeType: "text/csv", buffer: Buffer.from(`day;made\n${last};80\n${inDays(0)};110\n`) };
  await goto(me, `${address}/output`);
  await me.page.locator("#file").setInputFiles(file);
  await press(me, "Take the readings in");
  await sees(me, /Taken in: 2 new/, "the readings were not taken in");
  await look(me, "adoption-output");
  await goto(me, address);
  await sees(me, "Behind its plan", "that less was made than planned is not told");
  await says(me, "production", "measured");
  await climbed(me, "production", "measured");
  await says(me, "plan-rate", "measured");
  await refused(me, /readings of as much as was planned/, "less than was planned stands as plan rate");
}

/** A meter sends with a token that is shown once, and what it sends brings the adoption to plan rate. */
async function metered(me, address) {
  await goto(me, `${address}/output`);
  await press(me, "Make a token");
  await refused(me, /Write which meter or system/, "a token without a name was made");
  await me.page.locator("#token-name").fill("Counter of line 1 (invented)");
  await press(me, "Make a token");
  await sees(me, "It is shown once", "the token was not made");
  const token = (await me.page.locator("main code").first().textContent()).trim();
  await look(me, "adoption-token");
  await goto(me, `${address}/output`);
  expect(!(await me.page.content()).includes(token), "the token is shown twice");
  await sees(me, "Counter of line 1", "the token is not listed");
  // As the meter sends: without a browser, and without an account.
  const where = new URL(`/meters/${address.split("/").pop()}/readings`, me.page.url());
  const send = async (secret) => {
    const answer = await fetch(where, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
      body: JSON.stringify({ readings: [{ period: inDays(0), value: "160", key: "line-1-0001" }] }),
    });
    return [answer.status, await answer.json()];
  };
  expect((await send("nobody"))[0] === 404, "readings were taken from whoever has no token");
  const [status, taken] = await send(token);
  expect(status === 200 && taken.new === 1 && taken.corrected === 1, `the reading of the meter was not taken: ${status} ${JSON.stringify(taken)}`);
  const [, again] = await send(token);
  expect(again.new === 0 && again.same === 1, "a reading that was sent again was taken twice");
  await goto(me, `${address}/output`);
  await unfold(me, "Readings: 3");
  await sees(me, "from a meter", "the page does not show what the meter sent");
  await sees(me, "corrects an earlier one", "that a reading corrects another is not told");
  await look(me, "adoption-metered");
  await press(me, "Make useless: the token Counter of line 1 (invented)");
  expect((await send(token))[0] === 404, "a token that was taken back is good still");
  await goto(me, address);
  await says(me, "plan-rate", "measured");
  await climbed(me, "plan rate", "measured");
  await sees(me, "yes: in production, measured or inspected", "it is no verified use");
  await look(me, "adoption-plan-rate");
}

/** What is needed and past its day, where it runs, what it cost, and how much of all it is. */
async function meant(me, address) {
  await goto(me, `${address}/means`);
  await press(me, "Note what is needed");
  await refused(me, /Write what is needed/, "something without a name is needed");
  await me.page.locator("#resource-name").fill("Enamelled wire (invented)");
  await me.page.locator("#resource-amount").fill("400");
  await me.page.locator("#resource-measure").fill("kg");
  await me.page.locator("#resource-by").fill(inDays(-3));
  await press(me, "Note what is needed");
  await sees(me, "past its day", "what is missing past its day is not told");
  expect(await me.page.locator("main").getByRole("link", { name: "Log a barrier" }).first().isVisible(), "no barrier can be logged on what is missing");
  await look(me, "adoption-means");
  await press(me, "It is on order: Enamelled wire (invented)");
  expect((await me.page.locator("main table").first().textContent()).includes("on order"), "it is not on order");
  await me.page.locator("#place-name").fill("Winding shop, line 1 (invented)");
  await press(me, "Note the place");
  await sees(me, "Winding shop, line 1", "the place was not noted");
  await me.page.locator("#cost-spent").fill("1200 RUB");
  await me.page.locator("#cost-what").fill("Two winders (invented)");
  await press(me, "Note the cost");
  await sees(me, "Two winders", "the cost was not noted");
  await goto(me, `${address}/output`);
  await me.page.locator("#share-quarter").fill(quarters()[1]);
  await me.page.locator("#share-made").fill("80");
  await me.page.locator("#share-total").fill("60");
  await me.page.locator("#share-of").fill("all windings of the works (invented)");
  await press(me, "Say the share");
  await refused(me, /a part of the total/, "more than all was made with it");
  await me.page.locator("#share-total").fill("160");
  await press(me, "Say the share");
  await sees(me, /all windings of the works/, "the share was not kept");
  await goto(me, address);
  await look(me, "adoption-whole");
}

/** Another unit takes the technology up; the first gives it up, and the other says whether that concerns it. */
async function ended(first, other, address) {
  await goto(first, address);
  const technology = await first.page.locator('a[href^="/technologies/T"]').first().getAttribute("href");
  await goto(other, technology.split("#")[0]);
  await look(other, "technology");
  await follow(other, "Begin an adoption of it");
  await other.page.locator("#post").selectOption("converter-scientist");
  await other.page.locator("#unit").selectOption("lenin-institute");
  await press(other, "Begin the adoption");
  expect(/^\/adoptions\/A/.test(here(other)), "the other unit could not take it up");
  const taken = here(other);
  await goto(first, address);
  await unfold(first, "End this adoption");
  await press(first, "End it");
  await refused(first, /Write why it ends/, "an adoption ended without a reason");
  await unfold(first, "End this adoption");
  await first.page.locator("#end-reason").selectOption("material");
  await first.page.locator("#end-text").fill("The wire is not to be had any more (invented).");
  await press(first, "End it");
  await sees(first, "given up after production", "the adoption was not ended");
  await look(first, "adoption-ended");
  await goto(other, address);
  await sees(other, "Another unit gave this technology up: does it concern you?", "who uses it too was not asked");
  await look(other, "adoption-hear-end");
  await press(other, "It concerns us");
  await refused(other, /Write why it concerns you/, "the end was answered without a reason");
  await other.page.locator("#heard-why").fill("We wind with bare wire (invented).");
  await press(other, "It does not concern us");
  await goto(first, address);
  await sees(first, "We wind with bare wire", "the answer is not told to whoever ended it");
  await goto(first, technology.split("#")[0]);
  await sees(first, "Who tried and stopped, and why", "the technology does not say who stopped");
  await sees(first, "The wire is not to be had any more", "the technology does not say why");
  await look(first, "technology-stopped");
  await goto(other, taken);
  await look(other, "adoption-other");
}

/** What a mission recommended and somebody was given is taken over with its words. */
async function recommended(me) {
  await goto(me, "/missions");
  await follow(me, "Düsseldorf, November 1957");
  await goto(me, `${here(me)}/report`);
  await look(me, "recommendation-adopt");
  await follow(me, "Begin an adoption");
  await sees(me, "Begun from", "the mission from which it begins is not told");
  expect((await me.page.locator("#statement").inputValue()).includes("one case with oil"), "the words of the recommendation are not taken over");
  await look(me, "adoption-from-mission");
}

/** What the demonstration tells: who is behind, what a technology cost in production. */
async function told(me) {
  await goto(me, "/adoptions?behind=yes");
  await sees(me, "Control of feed by a tape", "who is behind the plan is not found");
  await look(me, "adoptions-behind");
  await goto(me, "/technologies?q=Oil+circuit");
  await look(me, "technologies");
  await follow(me, "Oil circuit without a pump");
  await sees(me, "Cost in production", "the cost of a technology is not told");
  await sees(me, /RUB/, "what a unit spent itself is not told");
  await look(me, "technology-cost");
}

async function walked({ browser, base }, options) {
  const word = strange();
  const sokolov = await someone(browser, base, "sokolov", options);
  const karpova = await someone(browser, base, "karpova", options);
  await told(sokolov);
  await recommended(sokolov);
  const address = await begun(sokolov, word);
  await shown(sokolov, address);
  await measured(sokolov, address);
  await metered(sokolov, address);
  await meant(sokolov, address);
  await ended(sokolov, karpova, address);
}

export default [
  {
    name: "an adoption from begun to plan rate on readings, and its end, of which another unit hears",
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
    name: "pages of adoption in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        // Her account may keep a language that another walk chose: it is chosen here, and set back.
        const me = await someone(browser, base, "karpova", { language, width });
        await speak(me, language);
        try {
          await goto(me, "/technologies?q=Oil+circuit");
          await look(me, `technologies-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
          await look(me, `technology-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator('main a[href^="/adoptions/A"]').first().click()]);
          await look(me, `adoption-${language}`);
          const address = here(me);
          for (const part of ["output", "means"]) {
            await goto(me, `${address}/${part}`);
            await look(me, `adoption-${part}-${language}`);
          }
          await goto(me, "/adoptions?state=ended");
          await look(me, `adoptions-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
