// A mission abroad: two members write answers on their phones without a network, the network returns, nothing is lost or doubled;
// then its report becomes records that who asked gets. The password of the accounts is the one that `uptake demo` prints, in
// UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

const MISSION = "To the spring fair";
const SENT = "All that you wrote is with the office.";
const DRAWING = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** The address of the mission that is under way. */
async function found(me) {
  await goto(me, "/missions");
  return new URL(await me.page.locator("main").getByRole("link", { name: MISSION, exact: true }).first().getAttribute("href"), me.page.url()).pathname;
}

/** The part of the page about the question that has a word in it. */
const asked = (me, word) => me.page.locator("[data-question]").filter({ has: me.page.locator("h3").filter({ hasText: word }) });

const says = (me, text) => me.page.locator("[data-state]").filter({ hasText: text }).waitFor();

/** Writes of a question, and keeps it. */
async function write(me, word, fill) {
  const place = asked(me, word);
  await fill(place);
  await place.getByRole("button", { name: /^Keep the answer/ }).click();
}

/** Cuts the network, or joins it again. What the browser says of one that is not there is what was wanted, also when it says so late. */
async function cut(me, off) {
  for (const reason of ["net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED"]) me.forgiven.add(reason);
  await me.context.setOffline(off);
}

/** What the browser holds for times without a network. */
const held = (me) => me.page.evaluate(async () => ({
  bases: (await indexedDB.databases()).map((one) => one.name).filter((name) => name.startsWith("uptake-abroad")),
  pages: (await caches.has("uptake-abroad")) ? (await (await caches.open("uptake-abroad")).keys()).map((one) => one.url).filter((url) => url.includes("/missions/")) : [],
}));

async function apart({ browser, base }) {
  const one = await someone(browser, base, "karpova", { width: "phone" });
  const other = await someone(browser, base, "sokolov", { width: "phone" });
  const address = `${await found(one)}/abroad`;
  for (const me of [one, other]) {
    await goto(me, address);
    await says(me, SENT);
    await me.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await me.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }
  await look(one, "abroad");
  expect(await asked(one, "adhesion").locator("[data-divided]").isVisible(), "two notes that were written at once do not stand beside each other");

  // No network for either. The page opens all the same, and what was written is there.
  for (const me of [one, other]) await cut(me, true);
  const reached = await one.page.evaluate(() => fetch("/sign-in").then(() => true, () => false));
  expect(!reached, "the network is not cut");
  await write(one, "cooled", async (place) => {
    await place.getByLabel("Answered", { exact: true }).check();
    await place.getByLabel(/^Notes/).fill("In oil, says Dr Lindner.");
    await place.getByLabel("On what it rests").selectOption("told");
  });
  await says(one, "Not sent yet: 1");
  await asked(one, "cooled").locator("summary").click();
  await asked(one, "cooled").locator("input[type=file]").first().setInputFiles({ name: "valve.svg", mimeType: "image/svg+xml", buffer: DRAWING });
  await asked(one, "cooled").getByRole("button", { name: /^Add/ }).click();
  await says(one, "Not sent yet: 2");
  await one.page.reload();
  await says(one, "Not sent yet: 2");
  expect((await asked(one, "cooled").getByLabel(/^Notes/).inputValue()) === "In oil, says Dr Lindner.", "what was written is gone after the page was opened without a network");
  expect(await asked(one, "cooled").getByText("valve.svg").isVisible(), "the photograph is gone");
  await look(one, "abroad-offline");
  await write(other, "cooled", async (place) => {
    await place.getByLabel("Partly answered", { exact: true }).check();
    await place.getByLabel(/^Notes/).fill("By a fan above sixty degrees.");
  });
  await says(other, "Not sent yet: 1");

  // The network returns: first for one, then for the other.
  await cut(one, false);
  await says(one, SENT);
  await cut(other, false);
  await says(other, SENT);
  const both = asked(other, "cooled");
  await both.locator("[data-divided]").waitFor();
  for (const text of ["In oil, says Dr Lindner.", "By a fan above sixty degrees."]) {
    expect((await both.locator("blockquote").filter({ hasText: text }).count()) === 1, `“${text}” does not stand there once`);
  }
  expect(await both.getByText("Photographs and papers: 1").isVisible(), "the photograph did not come, or came twice");
  await look(other, "abroad-divided");
  await write(other, "cooled", async (place) => {
    await place.getByLabel(/^Joined notes/).fill("In oil, and by a fan above sixty degrees.");
    await place.getByLabel("These notes take the place of those above").check();
  });
  await says(other, SENT);
  const joined = "In oil, and by a fan above sixty degrees.";
  const arrived = () => one.page.evaluate((text) => [...document.querySelectorAll("textarea")].some((field) => !field.hidden && field.value === text), joined);
  // The other may be sending still: whoever looks too early looks again.
  for (let tries = 0; tries < 20 && !(await arrived()); tries += 1) {
    await one.page.getByRole("button", { name: "Send now", exact: true }).click();
    await one.page.waitForTimeout(500);
  }
  expect(await arrived(), "joined notes did not come to the other");
  expect((await asked(one, "cooled").locator("[data-divided]").count()) === 0, "joined notes stand beside each other still");
  await look(one, "abroad-joined");
  await typedOn(one);
  await refused(one, other);

  // What is on a phone can be forgotten, and is forgotten when somebody signs out.
  expect((await held(one)).pages.length === 1, "the page is not kept for times without a network");
  await other.page.getByRole("button", { name: "Forget on this device", exact: true }).click();
  await other.page.waitForURL((url) => url.pathname === address.replace("/abroad", ""));
  const left = await held(other);
  expect(left.bases.length === 0 && left.pages.length === 0, `still on the device: ${JSON.stringify(left)}`);
  await one.page.locator("details.menu").last().locator("summary").click();
  await Promise.all([one.page.waitForURL((url) => url.pathname === "/sign-in"), one.page.locator("form[action='/sign-out'] button").first().click()]);
  const after = await held(one);
  expect(after.bases.length === 0 && after.pages.length === 0, `still on the device of who signed out: ${JSON.stringify(after)}`);
}

/** Sent: nothing of the question is on this device alone. */
const sent = (me, word) => asked(me, word).locator("[data-local]").waitFor({ state: "hidden" });

/** What is typed while something is sent stays, and is sent next. */
async function typedOn(me) {
  await me.page.evaluate(() => {
    const real = globalThis.fetch;
    globalThis.fetch = async (...asked) => {
      if (`${asked[0]}`.endsWith("/answers")) await new Promise((done) => { globalThis.letGo = done; });
      globalThis.fetch = `${asked[0]}`.endsWith("/answers") ? real : globalThis.fetch;
      return real(...asked);
    };
  });
  const notes = asked(me, "cooled").getByLabel(/^Notes/);
  await write(me, "cooled", () => notes.fill("In oil."));
  await me.page.waitForFunction(() => globalThis.letGo);
  await notes.fill("In oil, and I type on.");
  await me.page.evaluate(() => globalThis.letGo());
  await sent(me, "cooled");
  await says(me, SENT);
  expect((await notes.inputValue()) === "In oil, and I type on.", "what was typed while it was sent is gone");
  await write(me, "cooled", () => {});
  await sent(me, "cooled");
  await me.page.reload();
  await says(me, SENT);
  expect((await notes.inputValue()) === "In oil, and I type on.", "what was typed on did not come to the office");
  expect((await asked(me, "cooled").locator("[data-divided]").count()) === 0, "what was typed on stands beside what was sent");
}

/** What was refused stands there to be corrected, and the correction takes the place of what stood there before. */
async function refused(me, other) {
  await me.page.evaluate(() => {
    const real = globalThis.fetch;
    globalThis.fetch = async (...asked) => {
      if (!`${asked[0]}`.endsWith("/answers")) return real(...asked);
      globalThis.fetch = real;
      const refused = JSON.parse(asked[1].body).edits.map(({ id }) => ({ edit: id, reason: "refused for a walk" }));
      return new Response(JSON.stringify({ kept: [], refused, news: [], upto: 0 }));
    };
  });
  const notes = asked(me, "cooled").getByLabel(/^Notes/);
  await write(me, "cooled", () => notes.fill("In oil of no kind."));
  await me.page.getByText("refused for a walk").waitFor();
  await says(me, "Not sent yet: 1");
  await me.page.getByRole("button", { name: "Send now", exact: true }).click();
  await says(me, "Not sent yet: 1");
  expect((await notes.inputValue()) === "In oil of no kind.", "what was refused is gone");
  await write(me, "cooled", () => notes.fill("In oil, corrected."));
  await says(me, SENT);
  expect(!(await me.page.getByText("refused for a walk").isVisible()), "what was corrected is refused still");
  await other.page.reload();
  await says(other, SENT);
  expect((await asked(other, "cooled").getByLabel(/^Notes/).inputValue()) === "In oil, corrected.", "the correction did not come to the office");
  expect((await asked(other, "cooled").locator("[data-divided]").count()) === 0, "corrected notes stand beside the old ones");
}

/** Another signs in on the phone after the session ended: the page of the first is gone. And who signs out is led to all that is unsent. */
async function handed({ browser, base }) {
  const me = await someone(browser, base, "karpova", { width: "phone" });
  await goto(me, `${await found(me)}/abroad`);
  await says(me, SENT);
  await me.page.waitForFunction(async () => (await (await caches.open("uptake-abroad")).keys()).some((one) => one.url.includes("/missions/")));
  await me.context.clearCookies();
  await signIn(me, "sokolov", PASSWORD);
  await me.page.waitForFunction(() => localStorage.getItem("uptake-kept-for") === "sokolov");
  const left = await held(me);
  expect(left.bases.length === 0 && left.pages.length === 0, `another's is on the device: ${JSON.stringify(left)}`);
  await me.page.evaluate(() => ["/missions", "/account"].forEach((path) => localStorage.setItem(`uptake-unsent ${path}`, path)));
  for (const path of [/^\/(missions|account)$/, /^\/(missions|account)$/, /^\/sign-in$/]) {
    const before = new URL(me.page.url()).pathname;
    await me.page.locator("details.menu").last().locator("summary").click();
    const led = me.page.waitForURL((url) => url.pathname !== before && path.test(url.pathname));
    await Promise.all([led, me.page.locator("details.menu form[action='/sign-out'] button").click()]);
  }
}

async function plain({ browser, base }) {
  const me = await someone(browser, base, "karpova", { width: "phone", script: false });
  const address = `${await found(me)}/abroad`;
  await goto(me, address);
  const place = asked(me, "purity");
  await place.getByLabel("Refused", { exact: true }).check();
  await place.getByLabel(/^Why/).fill("They do not speak of their silicon.");
  await Promise.all([me.page.waitForNavigation(), place.getByRole("button", { name: /^Keep the answer/ }).click()]);
  expect(await asked(me, "purity").getByText("Refused", { exact: true }).first().isVisible(), "an answer without script was not taken");
  await asked(me, "adhesion").locator("summary").click();
  await asked(me, "adhesion").locator("input[type=file]").last().setInputFiles({ name: "control.svg", mimeType: "image/svg+xml", buffer: DRAWING });
  await Promise.all([me.page.waitForNavigation(), asked(me, "adhesion").getByRole("button", { name: /^Add/ }).click()]);
  expect(await asked(me, "adhesion").getByText("control.svg").first().isVisible(), "a file without script was not taken");
  await look(me, "abroad");
}

async function back({ browser, base }) {
  const me = await someone(browser, base, "karpova", {});
  const address = await found(me);
  await goto(me, `${address}/report`);
  await look(me, "report-form");
  const small = await someone(browser, base, "karpova", { width: "phone" });
  await goto(small, `${address}/report`);
  await look(small, "report-form");
  await press(me, "Hand in the report");
  expect(await me.page.getByText("ask it elsewhere, or write why it is given up").first().isVisible(), "a refusal was left without an end");
  await me.page.getByLabel("Asked elsewhere", { exact: true }).check();
  await press(me, "Hand in the report");
  expect(await me.page.getByText("Reported", { exact: true }).first().isVisible(), "the report was not taken");
  await me.page.locator("summary").filter({ hasText: "Recommend something" }).click();
  await me.page.getByLabel("What is to be done").fill("Invented for a walk: try the oil.");
  await press(me, "Keep the recommendation");
  await look(me, "report-reported");
  await me.page.getByLabel("Post", { exact: true }).selectOption("electrical-coordinator");
  await me.page.locator("main input[name^=due-]").fill("2031-05-01");
  await Promise.all([me.page.waitForNavigation(), me.page.getByRole("button", { name: /^Say who does it/ }).click()]);
  await look(me, "report");
  const missing = me.page.getByRole("button", { name: /^Send now/ });
  const n = await missing.count();
  expect(n > 0, "everybody had the report already, and nothing shows what is missing");
  await Promise.all([me.page.waitForNavigation(), missing.first().click()]);
  expect((await missing.count()) === n - 1, "who got the report is still among those who did not");
  await goto(small, `${address}/report`);
  await look(small, "report");
  await goto(me, address);
  await look(me, "mission-reported");
}

export default [
  {
    name: "two members write without a network, and nothing is lost or doubled",
    async walk(place) {
      await apart(place);
    },
  },
  {
    name: "a phone keeps nothing for another, and warns of all that is unsent",
    async walk(place) {
      await handed(place);
    },
  },
  {
    name: "without script answers are written over a network",
    async walk(place) {
      await plain(place);
    },
  },
  {
    name: "the report becomes records, and who asked has them",
    async walk(place) {
      await back(place);
    },
  },
];
