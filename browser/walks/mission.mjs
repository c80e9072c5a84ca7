// A mission in the demonstration: proposed on an accepted need, its questions drawn, reviewed, its members named, and said yes to by
// everybody who decides. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

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

/** Follows a link of the page. */
async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text, exact: true }).first().click()]);
}

/** Opens what is folded. */
async function unfold(me, text) {
  await me.page.locator("main summary").filter({ hasText: text }).first().click();
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** Registers a host, proposes a mission there and draws a question; returns the address of the mission. */
async function proposed({ browser, base }, options, word) {
  const me = await someone(browser, base, "karpova", options);
  await goto(me, "/hosts/new");
  await press(me, "Register");
  expect((await me.page.title()).startsWith("To correct"), "a host without a name was taken");
  await look(me, "host-slips");
  await me.page.locator("#name").fill(`${word} works`);
  await me.page.locator("#country").fill("DE");
  await me.page.locator("#languages").fill("de");
  await me.page.locator("#makes").fill("Silicon diodes and rectifiers of locomotives");
  await press(me, "Register");
  expect(/^\/hosts\/H/.test(new URL(me.page.url()).pathname), `registering led to ${me.page.url()}`);
  await look(me, "host");

  await follow(me, "Propose a mission");
  await me.page.locator("#title").fill(`To the ${word} works`);
  await me.page.locator("#purpose").fill("Invented for a walk: how the diodes are cooled.");
  await me.page.getByLabel("Silicon and germanium components for strong currents", { exact: true }).check();
  await look(me, "mission-form");
  await press(me, "Keep the draft and draw questions");
  const address = new URL(me.page.url()).pathname.replace("/questions", "");
  expect(/^\/missions\/M/.test(address), `proposing led to ${address}`);
  await look(me, "mission-candidates");

  // Handed in without a question, it says what is lacking.
  await goto(me, address);
  await press(me, "Hand it in for review");
  expect(await me.page.getByText("Nothing is asked yet").first().isVisible(), "a mission that asks nothing was handed in");
  await goto(me, `${address}/questions`);
  await me.page.getByLabel("From which purity of silicon on are the diodes made in series?", { exact: true }).check();
  await press(me, "Take these along");
  await press(me, "Hand it in for review");
  expect(await me.page.getByText("expected to reach by this mission").first().isVisible(), "what it brings was not asked for");
  await goto(me, `${address}/change`);
  await me.page.getByLabel("Forward current of a diode").fill("150");
  await press(me, "Keep");
  await press(me, "Hand it in for review");
  await look(me, "mission-proposed");
  return { address, me };
}

async function life(place, options) {
  const word = strange();
  const { browser, base } = place;
  const { address, me } = await proposed(place, options, word);

  const reviewer = await someone(browser, base, "orlova", options);
  await goto(reviewer, address);
  await press(reviewer, "It is worth going for");
  expect(await reviewer.page.getByText("were not held against the records yet").first().isVisible(), "a question was not looked up");
  await unfold(reviewer, "Hold it against the records");
  await look(reviewer, "mission-lookup");
  await reviewer.page.getByLabel("Why it is asked all the same").fill("No record says it.");
  await press(reviewer, "It is still asked");
  await press(reviewer, "It is worth going for");

  await goto(me, `${address}/members`);
  await look(me, "mission-members");
  await me.page.getByLabel("E. Weber (invented)", { exact: true }).check();
  await press(me, "Keep the members");
  await press(me, "Lay it before those who decide");
  await look(me, "mission-vetting");

  await goto(reviewer, address);
  await press(reviewer, "Yes, it may go");
  const chief = await someone(browser, base, "belov", options);
  await goto(chief, address);
  await look(chief, "mission-decide");
  await press(chief, "Yes, it may go");
  await press(chief, "Yes, it may go");
  expect(await chief.page.getByText("May go", { exact: true }).first().isVisible(), "all said yes, and it may not go");

  await goto(me, address);
  await press(me, "Its members have left");
  expect(await me.page.getByText("no disclosure brief").first().isVisible(), "they left without a brief");
  await goto(me, `${address}/brief`);
  await me.page.locator("#words").fill("That diodes are made here");
  await press(me, "Add it");
  await press(me, "Lay it before who clears it");
  await goto(chief, `${address}/brief`);
  await press(chief, "It stands");
  await goto(me, `${address}/brief`);
  await me.page.getByLabel("When and by whom it was read to").fill("The day before, by N. Karpova");
  const confirm = me.page.locator("main").getByRole("button", { name: "Confirm that it was read" });
  await Promise.all([me.page.waitForNavigation(), confirm.click()]);
  await goto(me, address);
  await press(me, "Its members have left");
  expect(await me.page.getByText("Under way", { exact: true }).first().isVisible(), "they left, and nobody is under way");
  await look(me, "mission-under-way");
}

export default [
  {
    name: "a mission is proposed, reviewed, vetted and leaves",
    async walk(place) {
      await life(place, {});
    },
  },
  {
    name: "the room of missions, its hosts and its roster at both widths",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "sokolov", {});
      for (const [path, name] of [["/missions", "missions"], ["/hosts", "hosts"], ["/specialists", "roster"], ["/office/vetting", "vetting-rules"]]) {
        await goto(me, path);
        await look(me, name);
      }
      await goto(me, "/missions");
      await follow(me, "Düsseldorf, November 1957");
      await look(me, "mission-dusseldorf");
      expect(await me.page.getByText("Stated fact:").first().isVisible(), "the page does not say what is fact");
    },
  },
];
