// Control lists: one is loaded, a specimen is classified by its parameters and confirmed by another person, the list changes and asks again,
// and a list that lost most of itself waits for a second person. The list is in our own words, in the layout of Annex I. The password of the
// accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

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

/** Follows a link of the page and waits for where it leads. */
async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text }).first().click()]);
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** Entries with their provisions one a line, as Annex I has them; the words are ours. */
const ENTRIES = [
  ["1W001", "1W001 Rectifier equipment, as follows:\n1W001 Note: 1W001 does not control equipment of household appliances.\n1W001.a Silicon rectifier stacks with a forward current exceeding 150 A;\n1W001.b Rectifier stacks cooled by liquid with a reverse voltage exceeding 3 kV;"],
  ["1W002", "1W002 Presses with a force exceeding 12 MN."],
  ["1W003", "1W003 Furnaces for temperatures above 2100 K."],
  ["1W004", "1W004 Lathes with a positioning accuracy of 4 µm or less."],
  ["1W005", "1W005 Pumps for acids with a flow of 2 m3/h or more."],
  ["1W006", "1W006 Valves made of nickel or tantalum."],
  ["1W007", "1W007 Oscilloscopes with a bandwidth exceeding 200 MHz."],
  ["1W008", "1W008 Lamps with an output power exceeding 5 kW."],
  ["1W009", "1W009 Cables that carry more than 2 kA."],
];

function file(entries, edition) {
  const list = {
    title: "Walked list (invented)",
    corpus_version: edition,
    valid_from: "2026-01-01",
    source_url: "made up for a walk",
    invented: true,
    entry_count: entries.length,
    entries: entries.map(([code, text]) => ({ entry_code: code, category: "1", verbatim_text: text })),
    docs: [{ doc_type: "acronyms", title: "A", verbatim_text: "SR | Silicon Rectifier" }],
  };
  return { name: "list.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(list)) };
}

async function load(me, name, sent, title = "") {
  await goto(me, "/control-lists");
  await me.page.locator("main input[type=file]").setInputFiles(sent);
  await me.page.locator("#name").fill(name);
  await me.page.locator("#title").fill(title);
  await press(me, "Load it");
}

/** What cannot be a list is refused, and what is one is loaded and shown. */
async function loaded(me, name) {
  // A file that ends before its end says no title: whoever brings it types one, and is told of the file.
  await load(me, name, { name: "list.json", mimeType: "application/json", buffer: Buffer.from('{"entries": [') }, "Walked list (invented)");
  await sees(me, "the list stays as it is", "a broken file was taken");
  await look(me, "control-lists-refused");
  await load(me, name, file(ENTRIES, "one"));
  await sees(me, "1W001", "the list was not loaded");
  await look(me, "control-list");
  await me.page.locator("#q").fill("rectifier");
  await press(me, "Look");
  await follow(me, "1W001.a");
  await sees(me, "150 A", "the threshold was not read");
  await sees(me, "does not control", "what a note lets out is not shown beside");
  await look(me, "control-entry");
}

/** The scientist finds the entry by words and parameters, and decides. */
async function classified(me, name) {
  await goto(me, "/samples?q=Silicon+rectifier+stack");
  await follow(me, "Silicon rectifier stack");
  const sample = new URL(me.page.url()).pathname.split("/").pop();
  await sees(me, "Control entry", "the page of the sample does not say what it is");
  await look(me, "sample-classified");
  await goto(me, `/classify?thing=sample:${sample}&list=${name}`);
  await me.page.locator("#text").fill("silicon rectifier stack");
  await me.page.locator("[name=parameter-1-name]").fill("forward current");
  await me.page.locator("[name=parameter-1-value]").fill("0.22");
  await me.page.locator("[name=parameter-1-unit]").fill("kA");
  await look(me, "classify-form");
  await press(me, "Look for entries");
  await sees(me, "meets a threshold", "the parameter was not held against the threshold");
  expect((await me.page.locator("main ol li h3 a").first().textContent()) === "1W001.a", "the wrong entry came first");
  await look(me, "classify-found");
  // What came first is a proposal: no entry is chosen before a person chooses it.
  await me.page.locator(`[name="code-${name}"]`).selectOption("1W001.a");
  await me.page.locator(`[name="reason-${name}"]`).fill("Its data sheet says 220 A (invented).");
  await press(me, "Keep this decision");
  await sees(me, "to be confirmed", "the decision was not kept");
  expect((await me.page.locator("main").getByRole("button", { name: "Confirm" }).count()) === 0, "who decided could confirm");
  await look(me, "classification");
  return `/classifications/sample:${sample}`;
}

async function walked({ browser, base }, options) {
  const name = strange();
  const documentalist = await someone(browser, base, "lebedev", options);
  const scientist = await someone(browser, base, "karpova", options);
  const chief = await someone(browser, base, "belov", options);
  const administrator = await someone(browser, base, "gromov", options);
  await loaded(documentalist, name);
  const address = await classified(scientist, name);
  await goto(chief, address);
  await look(chief, "classification-confirm");
  await press(chief, "Confirm");
  await goto(scientist, address);
  await sees(scientist, "confirmed", "the second person did not confirm it");
  // The list says something else of it.
  const changed = ENTRIES.map(([code, text]) => [code, text.replace("exceeding 150 A", "exceeding 250 A")]);
  await load(documentalist, name, file(changed, "two"));
  await follow(documentalist, "1 to 2");
  await sees(documentalist, "250 A", "the difference does not show what changed");
  await look(documentalist, "control-difference");
  await goto(scientist, address);
  await sees(scientist, "asked again", "nobody was asked again");
  await look(scientist, "classification-asked-again");
  // Most of it is gone: it waits.
  await load(documentalist, name, file(changed.slice(0, 2), "three"));
  await sees(documentalist, "is held back", "a list that lost most of itself came into force");
  expect((await documentalist.page.locator("main").getByRole("button", { name: "Let it in" }).count()) === 0, "who brought it could let it in");
  await goto(administrator, `/control-lists/${name}`);
  await look(administrator, "control-list-held");
  await press(administrator, "Turn it down");
  await sees(administrator, "Write why", "a list was turned down without a reason");
  await administrator.page.locator("#reason").fill("Half of the file is missing (invented).");
  await press(administrator, "Turn it down");
  await sees(administrator, "turned down", "the list was not turned down");
}

export default [
  {
    name: "an item classified by its parameters, confirmed, and asked again when the list changes",
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
    name: "pages of control lists in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "karpova", { language, width });
        await speak(me, language);
        try {
          await goto(me, "/control-lists/demonstration?q=silicon");
          await look(me, `control-list-${language}`);
          await goto(me, "/control-lists/demonstration/E1");
          await look(me, `control-entry-${language}`);
          await goto(me, "/classify?text=silicon+rectifier+stack+with+a+forward+current+of+220+A");
          await look(me, `classify-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
