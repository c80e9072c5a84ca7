// A mission before it leaves: what may be told is written, cleared and confirmed; the embassy turns to the host and agrees on a meeting.
// The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

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

// Nobody is on two journeys at a time: each walk has days of its own, far from those of others.
let begins = 200;

/** A mission that was reviewed, with an interpreter who has no account. Answers with its address. */
async function reviewed({ browser, base }, options) {
  const word = strange();
  const me = await someone(browser, base, "karpova", options);
  await goto(me, "/hosts/new");
  await me.page.locator("#name").fill(`${word} works`);
  await me.page.locator("#country").fill("DE");
  await me.page.locator("#makes").fill("Silicon diodes and rectifiers of locomotives");
  await press(me, "Register");
  await goto(me, `/missions/new?host=${new URL(me.page.url()).pathname.split("/").pop()}`);
  await me.page.locator("#title").fill(`To the ${word} works`);
  await me.page.locator("#purpose").fill("Invented for a walk: how the diodes are cooled.");
  begins += 20;
  await me.page.locator("#since").fill(inDays(begins));
  await me.page.locator("#until").fill(inDays(begins + 7));
  await me.page.getByLabel("Silicon and germanium components for strong currents", { exact: true }).check();
  await press(me, "Keep the draft and draw questions");
  const address = new URL(me.page.url()).pathname.replace("/questions", "");
  await me.page.getByLabel("From which purity of silicon on are the diodes made in series?", { exact: true }).check();
  await press(me, "Take these along");
  await goto(me, `${address}/change`);
  await unfold(me, "What is expected for");
  await me.page.getByLabel("Forward current of a diode").fill("150");
  await press(me, "Keep");
  await press(me, "Hand it in for review");
  const reviewer = await someone(browser, base, "orlova", options);
  await goto(reviewer, address);
  await unfold(reviewer, "Hold it against the records");
  await reviewer.page.getByLabel("Why it is asked all the same").fill("No record says it.");
  await press(reviewer, "It is still asked");
  await press(reviewer, "It is worth going for");
  await goto(me, `${address}/members`);
  await me.page.getByLabel("E. Weber (invented)", { exact: true }).check();
  await press(me, "Keep the members");
  return { address, me };
}

/** Writes what may be told, has it cleared and confirms it. */
async function briefed({ browser, base }, options, address, me) {
  await goto(me, `${address}/brief`);
  await look(me, "brief-empty");
  await press(me, "Add it");
  await sees(me, "Write what the line is about", "a line that says nothing was taken");
  await look(me, "brief-slips");
  await me.page.locator("#words").fill("That diodes are made here, and since when");
  await press(me, "Add it");
  await unfold(me, "Add a line");
  await me.page.getByLabel("Neither told nor shown").check();
  await me.page.locator("#words").fill("How many, and for which works");
  await press(me, "Add it");
  await press(me, "Lay it before who clears it");
  await sees(me, "says whether it stands", "the brief was not laid before anybody");
  await look(me, "brief-laid");
  const chief = await someone(browser, base, "belov", options);
  await goto(chief, `${address}/brief`);
  await press(chief, "It stands");
  await goto(me, `${address}/brief`);
  await me.page.getByLabel("When and by whom it was read to").fill("On the evening before, by N. Karpova");
  await look(me, "brief-to-confirm");
  await press(me, "Confirm that it was read");
  await sees(me, "Everybody who goes has confirmed this version", "the brief is not confirmed");
  await look(me, "brief-confirmed");
  return chief;
}

/** The embassy is given the mission and agrees on a meeting. */
async function arranged({ browser, base }, options, address, me) {
  await goto(me, `${address}/liaison`);
  await look(me, "liaison-empty");
  await unfold(me, "Give it to a liaison post");
  await me.page.getByLabel("What it shall do").fill("The trial field first.");
  await press(me, "Give it to this post");
  const embassy = await someone(browser, base, "orekhov", options);
  await goto(embassy, "/");
  await sees(embassy, "Turn to the hosts of this mission", "the embassy was asked for nothing");
  await goto(embassy, `${address}/liaison`);
  await unfold(embassy, "Write down what was done");
  await embassy.page.locator("#words").fill("Called Dr. Lindner; he asks for the questions in German.");
  await press(embassy, "Write it down");
  await goto(embassy, `${address}/meeting`);
  await look(embassy, "meeting-form");
  await embassy.page.locator("#title").fill("Trial field");
  await embassy.page.locator("#time").fill("half past nine");
  await press(embassy, "Propose it");
  await sees(embassy, "write it as 09:30", "a time that is none was taken");
  await look(embassy, "meeting-slips");
  await embassy.page.locator("#time").fill("09:30");
  await embassy.page.locator("#place").fill("Gate 2");
  await embassy.page.getByLabel("From which purity of silicon on are the diodes made in series?", { exact: true }).check();
  await press(embassy, "Propose it");
  await press(embassy, "Both sides agree");
  await sees(embassy, "Agreed", "the meeting is not agreed on");
  await look(embassy, "liaison-arranged");
  const invitation = await embassy.page.locator("main").getByRole("link", { name: "Invitation for a calendar" }).first().getAttribute("href");
  const answer = await embassy.page.request.get(new URL(invitation, embassy.page.url()).href);
  const text = await answer.text();
  expect(text.includes("METHOD:REQUEST") && text.includes("STATUS:CONFIRMED") && text.includes("SEQUENCE:1"), `no invitation: ${text}`);
}

async function life(place, options) {
  const { address, me } = await reviewed(place, options);
  await arranged(place, options, address, me);
  const chief = await briefed(place, options, address, me);
  await goto(me, address);
  await press(me, "Lay it before those who decide");
  const reviewer = await someone(place.browser, place.base, "orlova", options);
  await goto(reviewer, address);
  await press(reviewer, "Yes, it may go");
  await goto(chief, address);
  await press(chief, "Yes, it may go");
  await press(chief, "Yes, it may go");
  await goto(me, address);
  await press(me, "Its members have left");
  await sees(me, "Under way", "they left, and nobody is under way");
}

export default [
  {
    name: "a mission is arranged and briefed before it leaves",
    async walk(place) {
      await life(place, {});
    },
  },
  {
    name: "the same on a phone without script",
    async walk(place) {
      await life(place, { width: "phone", script: false });
    },
  },
  {
    name: "the journey to Düsseldorf: its brief, its meetings and the liaison posts",
    async walk({ browser, base }) {
      for (const width of ["desk", "phone"]) {
        const me = await someone(browser, base, "sokolov", { width });
        await goto(me, "/missions");
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Düsseldorf, November 1957" }).first().click()]);
        const address = new URL(me.page.url()).pathname;
        await look(me, `dusseldorf-${width}`);
        await goto(me, `${address}/brief`);
        await sees(me, "Stated fact:", "the brief does not say what is fact");
        await look(me, `dusseldorf-brief-${width}`);
        await goto(me, `${address}/liaison`);
        await sees(me, "Held", "no meeting was held");
        await look(me, `dusseldorf-liaison-${width}`);
        await goto(me, "/office/liaison");
        await look(me, `liaison-posts-${width}`);
        if (width === "desk") {
          await goto(me, `${address}/brief`);
          await me.page.emulateMedia({ media: "print" });
          expect(await me.page.locator(".on-paper").first().isVisible(), "a sheet on paper does not say whose it is");
          expect(!(await me.page.locator("main form").first().isVisible().catch(() => false)), "forms stand on paper");
        }
      }
    },
  },
];
