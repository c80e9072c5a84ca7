// Advisers and associations: a dispatch is written in, closes a gap, and is told with what became of it; papers stand beside what the
// membership costs. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

async function follow(me, link) {
  await Promise.all([me.page.waitForNavigation(), link.click()]);
}

const strange = () => `zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

const says = async (me, words) => (await me.page.locator("main").textContent()).includes(words);

/** Registers a source of people, for the post of the adviser; answers with its address. */
async function register(me, kind, title, post) {
  await goto(me, "/sources/new");
  await follow(me, me.page.locator("main").getByRole("link", { name: kind, exact: true }));
  await me.page.locator("#title").fill(title);
  const option = me.page.locator("#to option", { hasText: post }).first();
  await me.page.locator("#to").selectOption(await option.getAttribute("value"));
  await press(me, "Register it");
  return new URL(me.page.url()).pathname;
}

/** The adviser writes, is asked about a need, and answers. */
async function dispatch({ browser, base }, options) {
  const word = strange();
  const keeper = await reader(browser, base, { width: "desk" });
  await signIn(keeper, "lebedev", PASSWORD);
  const source = await register(keeper, "Technology adviser", `Adviser on ${word}`, "Technology adviser");
  await look(keeper, "adviser-new");

  const me = await reader(browser, base, options);
  await signIn(me, "orekhov", PASSWORD);
  expect(await says(me, `Write a dispatch: Adviser on ${word}`), "the inbox does not offer the form");
  await look(me, "inbox-adviser");
  await goto(me, `${source}/dispatch`);
  await look(me, "dispatch-new");
  await press(me, "Keep it as a record");
  expect(await says(me, "What was learnt: write it down"), "nothing was said to be missing");
  await look(me, "dispatch-slips");
  await me.page.locator("#title").fill(`A ${word} cooled by air`);
  await me.page.locator("#text").fill(`Invented for a walk. The ${word} was seen in a works.\nIt has two fans.`);
  await me.page.locator("#file").setInputFiles({ name: "stacks.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>") });
  await me.page.locator("details.disclosure summary").last().click();
  await me.page.locator("#day").fill("1957-11-04");
  await me.page.locator("#place").fill("Hall 7");
  await me.page.locator("#credibility").selectOption("2");
  await look(me, "dispatch-filled");
  await press(me, "Keep it as a record");
  expect(new URL(me.page.url()).pathname === source, `the dispatch led to ${me.page.url()}`);
  expect(await says(me, "It is a record now"), "it does not say that it is a record");
  expect(await says(me, "B2") || await says(me, "F2"), "it does not tell the grade");
  await look(me, "dispatch-written");
  await follow(me, me.page.locator("main").getByRole("link", { name: `A ${word} cooled by air` }).first());
  expect(await says(me, "stacks.svg"), "the file is not with the record");
  await look(me, "dispatch-record");

  // Somebody is asked to close a gap, and closes it with what they know. Of the demonstration's, one is left to look at.
  await goto(keeper, "/sources/coverage");
  const need = new URL(await keeper.page.locator("main table a[href$='/gap']").nth(2).getAttribute("href"), base).pathname;
  await goto(keeper, need);
  const asks = keeper.page.locator("#to option", { hasText: "Technology adviser" }).first();
  await keeper.page.locator("#to").selectOption(await asks.getAttribute("value"));
  await press(keeper, "Ask them");
  await goto(me, source);
  expect(await says(me, "A source is asked for"), "the gap does not stand on the page of the source");
  await look(me, "adviser-gaps");
  await goto(me, need);
  await look(me, "gap-by-dispatch");
  await follow(me, me.page.locator(`main a[href^='${source}/dispatch?need=']`).first());
  expect((await me.page.locator("#need").inputValue()) !== "", "the need is not chosen");
  await me.page.locator("#title").fill(`Where the ${word} is made`);
  await me.page.locator("#text").fill("Invented for a walk. In a works on the river.");
  await press(me, "Keep it as a record");
  expect(await says(me, "The search for a source is done with it"), "the search is not done");
  await look(me, "dispatch-gap-closed");
  await goto(me, need);
  expect(await says(me, `Where the ${word} is made`), "the need does not show the dispatch");
  expect(await says(me, "A source was found"), "the search did not end");
  await look(me, "gap-closed");
}

/** An association: a member, a paper, and both beside each other. */
async function association({ browser, base }, options) {
  const word = strange();
  const me = await reader(browser, base, options);
  await signIn(me, "lebedev", PASSWORD);
  const source = await register(me, "Association", `Society for ${word}`, "Documentalist");
  await follow(me, me.page.locator("main").getByRole("link", { name: "Write down a membership" }));
  await press(me, "Save");
  expect(await says(me, "Member since: give the first day"), "a day is not missed");
  await look(me, "membership-slips");
  await me.page.locator("#unit").selectOption({ index: 1 });
  await me.page.locator("#since").fill("2020-01-01");
  await me.page.locator("#number").fill("INVENTED-7");
  await me.page.locator("#fee").fill("120 DEM");
  await press(me, "Save");
  expect(await says(me, "120.00 DEM"), "the membership is not told");
  await follow(me, me.page.locator("main a[href^='/memberships/']").first());
  await me.page.locator("#fee").fill("150 DEM");
  await press(me, "Save");
  expect(await says(me, "150.00 DEM"), "the membership was not changed");
  await follow(me, me.page.locator("main").getByRole("link", { name: "Write in a paper" }));
  await me.page.locator("#kind").selectOption("standard");
  await me.page.locator("#title").fill(`Rating of ${word} (invented)`);
  await me.page.locator("#authors").fill("Muster, A.\nBeispiel, B.");
  await look(me, "paper-new");
  await press(me, "Keep it as a record");
  expect(await says(me, "It is a record now"), "the paper is no record");
  expect(await says(me, "Papers by the year in which they came"), "the years are not told");
  await look(me, "association");
  expect(source === new URL(me.page.url()).pathname, "it is another source");
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `an adviser writes in what was learnt, and closes a gap with it, at ${width}`,
    walk: (place) => dispatch(place, { width }),
  })),
  {
    name: "an adviser writes in what was learnt, without script",
    walk: (place) => dispatch(place, { width: "phone", script: false }),
  },
  ...["desk", "phone"].map((width) => ({
    name: `papers of an association stand beside what its membership costs, at ${width}`,
    walk: (place) => association(place, { width }),
  })),
  {
    name: "papers of an association stand beside what its membership costs, without script",
    walk: (place) => association(place, { width: "desk", script: false }),
  },
  ...[["phone", "ru"], ["desk", "de"]].map(([width, language]) => ({
    name: `the adviser and the association of the demonstration, in ${language}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width, language });
      await signIn(me, "orekhov", PASSWORD);
      await goto(me, "/sources");
      const link = (words) => me.page.locator("main").getByRole("link", { name: words }).first().getAttribute("href");
      const [adviser, society] = [await link("Technology adviser, embassy in Bonn"), await link("International Electrotechnical Commission (IEC)")];
      await speak(me, language);
      try {
        for (const [address, name] of [[adviser, "adviser"], [`${adviser}/dispatch`, "dispatch"], [society, "association"], [`${society}/dispatch`, "dispatch-not-here"]]) {
          await goto(me, address);
          await look(me, `${name}-${language}`);
        }
      } finally {
        await speak(me, "en");
      }
    },
  })),
];
