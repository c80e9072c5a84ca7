// What passed with a host and what went wrong: noted, struck, followed, settled; and the warning before the next request. The password of
// the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** The page of the firm with which something went wrong. */
async function schuckert(me) {
  await goto(me, "/hosts");
  const link = me.page.locator("main").getByRole("link", { name: "Siemens-Schuckert", exact: true }).first();
  return new URL(await link.getAttribute("href"), me.page.url()).pathname;
}

async function life({ browser, base }, options) {
  const me = await reader(browser, base, options);
  await signIn(me, "karpova", PASSWORD);
  const word = strange();
  await goto(me, "/hosts/new");
  await me.page.locator("#name").fill(`${word} works`);
  await me.page.locator("#country").fill("DE");
  await press(me, "Register");
  const host = new URL(me.page.url()).pathname;
  const says = async (words) => (await me.page.locator("main").textContent()).includes(words);

  await goto(me, `${host}/exchanges`);
  await look(me, "exchanges-none");
  await press(me, "Note it");
  expect(await says("Choose which way it went"), "nothing was said to be missing");
  await look(me, "exchanges-slips");
  for (const [way, what] of [["received", "Drawings of the cooler"], ["received", "A sample of the diode"], ["received", "A catalogue"], ["received", "Papers of the congress"], ["wanted", "Papers on diodes in series"]]) {
    await goto(me, `${host}/exchanges`);
    await me.page.locator(`input[name=way][value=${way}]`).check();
    await me.page.locator("#what").fill(what);
    await press(me, "Note it");
    expect(await says(what), `${what} was not noted`);
  }
  await goto(me, host);
  expect(await says("Goodwill runs low"), "four things taken and none returned warn of nothing");
  expect(await says("Papers on diodes in series"), "the wish is not offered");
  await look(me, "host-goodwill");

  // What was noted in error counts no more.
  await goto(me, `${host}/exchanges`);
  const row = me.page.locator("tr").filter({ hasText: "A catalogue" });
  await row.locator("summary").first().click();
  await row.locator("input[type=text]").fill("It came from another firm");
  await Promise.all([me.page.waitForNavigation(), row.getByRole("button").first().click()]);
  expect(await says("It came from another firm"), "it does not say why it was struck");
  await look(me, "exchanges");
  await goto(me, host);
  expect(!(await says("Goodwill runs low")), "what is struck still counts");

  await goto(me, `${host}/incidents`);
  await look(me, "incidents-none");
  await me.page.locator("#title").fill(`The press writes of the ${word} works`);
  await me.page.locator("#kind").selectOption("press");
  await me.page.locator("#first").fill("Invented for a walk: an article.");
  await press(me, "Note it");
  expect(/^\/incidents\/K/.test(new URL(me.page.url()).pathname), `noting led to ${me.page.url()}`);
  await look(me, "incident");
  const incident = new URL(me.page.url()).pathname;
  await goto(me, host);
  expect(await says("One incident is not settled"), "an open incident does not warn");
  await goto(me, incident);
  await me.page.locator("#text").fill("Invented for a walk: it was put right.");
  await me.page.locator("#settles").check();
  await press(me, "Write it down");
  expect(await says("settled with this"), "it was not settled");
  await goto(me, host);
  expect(!(await says("One incident is not settled")), "a settled incident still warns");
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `what a host gave and got is weighed before the next request, at ${width}`,
    walk: (place) => life(place, { width }),
  })),
  {
    name: "what a host gave and got is weighed before the next request, without script",
    walk: (place) => life(place, { width: "desk", script: false }),
  },
  {
    name: "the refusal of spring 1963 stands before every mission to the firm, in every language",
    async walk({ browser, base }) {
      for (const language of ["ru", "de"]) {
        const me = await reader(browser, base, { width: "phone", language });
        await signIn(me, "karpova", PASSWORD);
        const host = await schuckert(me);
        await speak(me, language);
        try {
          for (const [address, name] of [[host, "host"], [`${host}/exchanges`, "exchanges"], [`${host}/incidents`, "incidents"]]) {
            await goto(me, address);
            await look(me, `partner-${name}-${language}`);
          }
          await me.page.locator("main a[href^='/incidents/']").first().click();
          await look(me, `partner-incident-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
      const me = await reader(browser, base);
      await signIn(me, "karpova", PASSWORD);
      const host = await schuckert(me);
      await goto(me, host);
      await look(me, "partner-schuckert");
      const mission = me.page.locator("main a[href^='/missions/M']").first();
      await goto(me, await mission.getAttribute("href"));
      expect((await me.page.locator("main").textContent()).includes("Goodwill runs low at Siemens-Schuckert"), "the mission is not warned");
      await look(me, "partner-mission");
      await goto(me, await me.page.locator("main a[href^='/needs/'], aside a[href^='/needs/']").first().getAttribute("href"));
      expect((await me.page.locator("main").textContent()).includes("Missions that go for it"), "the need does not name its missions");
      await look(me, "need-missions");
    },
  },
];
