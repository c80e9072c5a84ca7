// An exhibition: registered, its exhibitors taken in from a list, a stand planned and visited with a phone, and the note a record.
// The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

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

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** An event with a list of exhibitors. Answers with its address. */
async function registered(me, word) {
  await goto(me, "/events/new");
  await press(me, "Register");
  await sees(me, "Write what the event is called", "an event without a name was taken");
  await look(me, "event-slips");
  await me.page.locator("#name").fill(`${word} fair (invented)`);
  await me.page.locator("#place").fill("Hanover");
  await me.page.locator("#country").fill("DE");
  await me.page.locator("#since").fill(inDays(-1));
  await me.page.locator("#until").fill(inDays(3));
  await me.page.locator("#subject").fill("Invented for a walk: drives and their rectifiers.");
  await press(me, "Register");
  const address = new URL(me.page.url()).pathname;
  await look(me, "event-empty");
  await goto(me, `${address}/exhibitors`);
  await look(me, "exhibitors-empty");
  await goto(me, `${address}/exhibitors/list`);
  await me.page.locator("#list").fill(`${word} works; DE; 12; Silicon rectifiers\n; DE; 13\nOdd works; Germany; 14`);
  await press(me, "Look what it does");
  await sees(me, "Nothing was kept", "a list with faults was taken");
  await look(me, "exhibitors-faults");
  await me.page.locator("#list").fill(`${word} works; DE; 12; Silicon rectifiers\nOdd works; DE; 14\nThird works; NL; 15; Gauges`);
  await press(me, "Look what it does");
  await look(me, "exhibitors-look");
  await press(me, "Keep the list");
  await sees(me, "Third works", "the list was not kept");
  await look(me, "exhibitors");
  return address;
}

/** The whole way, as one of the accounts. */
async function walked({ browser, base }, options) {
  const word = strange();
  const me = await someone(browser, base, "sokolov", options);
  const address = await registered(me, word);
  await goto(me, `${address}/exhibitors?q=${word.toLowerCase()}`);
  await Promise.all([me.page.waitForNavigation(), me.page.getByRole("link", { name: `${word} works` }).first().click()]);
  await look(me, "exhibitor");
  const exhibitor = new URL(me.page.url()).pathname;
  await unfold(me, "Plan a visit");
  await me.page.locator("#purpose").fill("How the diodes are cooled.");
  await press(me, "Plan the visit");
  await look(me, "stand-planned");
  const stand = new URL(me.page.url()).pathname;
  await goto(me, `${stand}/visit`);
  await press(me, "Keep the note");
  await sees(me, "Write what was seen and heard", "an empty note was taken");
  await look(me, "stand-slips");
  await me.page.locator("#title").fill(`${word}: silicon rectifiers of a locomotive in oil`);
  await me.page.locator("#notes").fill("Invented for a walk: the silicon rectifiers of the locomotive stand in oil, and the oil is driven round.");
  await me.page.locator("#evidence").selectOption("inspected");
  await me.page.locator("#file").setInputFiles({ name: "leaflet.txt", mimeType: "text/plain", buffer: Buffer.from(`A leaflet of ${word}`) });
  await me.page.locator("[name=contacts-1-name]").fill(`Dr ${word}`);
  await look(me, "stand-note");
  await press(me, "Keep the note");
  await sees(me, "The note is a record", "the note became no record");
  await sees(me, "leaflet.txt", "the file is not with the record");
  await look(me, "stand-visited");
  await Promise.all([me.page.waitForNavigation(), me.page.getByRole("link", { name: "Open the record" }).first().click()]);
  await sees(me, "Noted at a stand", "the record does not say where it was noted");
  await look(me, "stand-record");
  await goto(me, `${stand}/visit`);
  await me.page.locator("#notes").fill("Invented for a walk: corrected, the silicon rectifiers of the locomotive stand in oil that is not driven.");
  await press(me, "Keep the correction");
  await sees(me, "corrected, the silicon", "the note was not corrected");
  // Another stand, without a plan.
  await goto(me, exhibitor.replace(/\d+$/, "2"));
  await unfold(me, "Plan a visit");
  await press(me, "I am at the stand");
  await me.page.locator("#title").fill(`${word}: nothing new`);
  await me.page.locator("#notes").fill("Invented for a walk: known from the catalogue.");
  await press(me, "Keep the note");
  await goto(me, exhibitor.replace(/\d+$/, "3"));
  await unfold(me, "Plan a visit");
  await press(me, "Plan the visit");
  await unfold(me, "It is not visited");
  await me.page.locator("#reason").fill("Invented: the stand was shut.");
  await press(me, "Write down that it is not visited");
  await look(me, "stand-dropped");
  // An exhibitor becomes a host, and who was met stands there.
  await goto(me, exhibitor);
  await press(me, "Make a host of it");
  await sees(me, `Dr ${word}`, "who was met does not stand on the page of the host");
  await look(me, "stand-host");
  await goto(me, address);
  await sees(me, "2 of 2 stands visited", "the page does not count its stands");
  await look(me, "event");
  await goto(me, `/missions/new?event-of=${address.split("/").pop()}`);
  expect((await me.page.locator("#place").inputValue()) === "Hanover", "the form does not begin with the place of the event");
  await look(me, "event-mission");
  return { me, address, stand };
}

export default [
  {
    name: "an exhibition, from its list of exhibitors to what became of a note",
    async walk(place) {
      const { me } = await walked(place, {});
      await goto(me, "/events?year=1957");
      await sees(me, "International congress and exhibition", "the demonstration has no exhibition of 1957");
      await look(me, "events");
      await Promise.all([me.page.waitForNavigation(), me.page.getByRole("link", { name: "International congress" }).first().click()]);
      await sees(me, "2 of 3 stands visited", "the exhibition of 1957 does not count its stands");
      await look(me, "event-dusseldorf");
    },
  },
  {
    name: "the same on a phone without script",
    async walk(place) {
      await walked(place, { width: "phone", script: false });
    },
  },
  {
    name: "the same pages in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "sokolov", { language, width });
        await speak(me, language);
        try {
          await goto(me, "/events?year=1957");
          await look(me, `events-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
          await look(me, `event-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator("main a[href^='/stands/']").first().click()]);
          await look(me, `stand-${language}`);
          await goto(me, `${new URL(me.page.url()).pathname}/visit`);
          await look(me, `stand-note-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
