// What missions brought: the cost is noted and corrected, what is held is shown to those who decide and kept, and the figures stand by
// mission, unit, host, event and year. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

const says = async (me, words) => (await me.page.locator("main").textContent()).includes(words);

/** Whether it is told what came of the last missions to a host: how many they are depends on the walks before. */
const tellsOfTheLast = async (me) => /The last (mission|\d+ missions) to/.test(await me.page.locator("main").textContent());

/** The address of the mission with this title. */
async function mission(me, title) {
  await goto(me, "/missions");
  const link = me.page.locator("main").getByRole("link", { name: title, exact: true }).first();
  return new URL(await link.getAttribute("href"), me.page.url()).pathname;
}

async function figures({ browser, base }, options) {
  const me = await someone(browser, base, "sokolov", options);
  const dusseldorf = await mission(me, "Düsseldorf, November 1957");
  await goto(me, dusseldorf);
  expect(await says(me, "What it brought"), "the page of the mission has no figures");
  expect(await says(me, "for each used answer"), "nothing is used, or it has no price");
  await look(me, "yield-mission");

  // Without an amount nothing is noted; a corrected one takes the place of the last.
  await goto(me, `${dusseldorf}/report`);
  const note = me.page.locator("main").getByRole("button", { name: "Note a corrected cost", exact: true });
  await me.page.locator("#spent").fill("as the bill says");
  await Promise.all([me.page.waitForNavigation(), note.click()]);
  expect(await says(me, "is no amount"), "what is no amount was taken");
  await look(me, "yield-cost-slip");
  const spent = `${4600 + Math.floor(Math.random() * 300)} DEM`;
  await me.page.locator("#spent").fill(spent);
  await me.page.locator("#cost-remark").fill("Invented: the bill of the hotel came.");
  await Promise.all([me.page.waitForNavigation(), note.click()]);
  expect(await says(me, spent.replace(" ", ".00 ")), "the corrected cost is not there");
  expect(await says(me, "corrected since"), "what was noted before does not stay");
  await look(me, "yield-cost");

  for (const by of ["mission", "unit", "host", "event", "year"]) {
    await goto(me, `/missions/yield?by=${by}`);
    expect(await me.page.locator("main tbody tr").count() >= 2, `no figures by ${by}`);
    await look(me, `yield-by-${by}`);
  }
  expect(await says(me, "1957"), "the year of the journey has no row");
  await goto(me, "/missions/yield?by=host&sort=used&order=up");
  await goto(me, "/missions/yield?by=year&since=1960&until=1961");
  expect(await says(me, "No mission has come back here"), "other years have figures of 1957");
  await look(me, "yield-none");

  // The host, and who thinks of the next mission there.
  await goto(me, dusseldorf);
  const host = await me.page.locator("a[href^='/hosts/']").first().getAttribute("href");
  await goto(me, host);
  expect(await tellsOfTheLast(me), "the host does not say what was brought from there");
  await look(me, "yield-host");
  await goto(me, `/missions/new?host=${host.split("/").pop()}`);
  expect(await tellsOfTheLast(me), "who proposes is not told what the last mission there brought");
  await look(me, "yield-draft");
}

/** What is held is shown to who reviews, and once it is decided, it is said what was held then. */
async function held({ browser, base }, options) {
  const reviewer = await someone(browser, base, "orlova", options);
  const firms = await mission(reviewer, "To see AEG and Siemens-Schuckert");
  await goto(reviewer, firms);
  expect(await says(reviewer, "looked up again at the moment you decide"), "the reviewer is not told that the records are looked through");
  await look(reviewer, "yield-review");
  await goto(reviewer, await mission(reviewer, "Düsseldorf, November 1957"));
  await reviewer.page.locator("main summary").filter({ hasText: "What was held when it was decided" }).first().click();
  expect(await says(reviewer, "Laid before those who decide"), "it is not said what was held when it was decided");
  await look(reviewer, "yield-held");
}

export default [
  {
    name: "what missions brought, from the cost to the figures",
    async walk(place) {
      await figures(place, {});
      await held(place, {});
    },
  },
  {
    name: "what missions brought on a phone, without script, in Russian and in German",
    async walk(place) {
      await figures(place, { width: "phone", script: false });
      for (const language of ["ru", "de"]) {
        const me = await someone(place.browser, place.base, "sokolov", { language, width: language === "de" ? "phone" : "desk" });
        await speak(me, language);
        try {
          await goto(me, "/missions/yield?by=host");
          await look(me, `yield-by-host-${language}`);
          await goto(me, "/missions");
          const address = await me.page.locator("main a[href^='/missions/M']").filter({ hasText: "1957" }).first().getAttribute("href");
          await goto(me, address);
          await look(me, `yield-mission-${language}`);
          await goto(me, `${address}/report`);
          await look(me, `yield-cost-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
