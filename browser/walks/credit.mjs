// A line of credit: written down, a drawdown that waits for its milestone and is refused, granted by a second person, paid out, overdue and
// rescheduled, and the forecast under two scenarios.
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

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The value of the choice with this text. */
const choose = (me, field, text) =>
  me.page.locator(`#${field}`).evaluate((select, wanted) => {
    const option = [...select.options].find((one) => one.text.includes(wanted));
    select.value = option ? option.value : "";
  }, text);

/** A line with a milestone. Answers with its address. */
async function written(me, word) {
  await goto(me, "/credits/new");
  await press(me, "Write it down");
  await sees(me, "Write what the line of credit is called", "a line without a title was taken");
  await look(me, "credit-slips");
  await me.page.locator("#title").fill(`${word} press on credit (invented)`);
  await choose(me, "lender", "AEG");
  await me.page.locator("#unit").selectOption("gknt");
  await me.page.locator("#decider").selectOption("chief-coordinator");
  await me.page.locator("#currency").fill("EUR");
  await me.page.locator("#limit").fill("100000");
  await me.page.locator("#since").fill(inDays(-400));
  await me.page.locator("#available-until").fill(inDays(300));
  await me.page.locator("#first-due").fill(inDays(-200));
  await me.page.locator("#instalments").fill("8");
  await me.page.locator("#rate").fill("6");
  await me.page.locator("#penalty-margin").fill("2");
  await press(me, "Write it down");
  const address = new URL(me.page.url()).pathname;
  await look(me, "credit-empty");
  await goto(me, `${address}/milestones`);
  await me.page.locator("#title").fill("Invented: the press stands in the hall");
  await me.page.locator("#due").fill(inDays(-10));
  await press(me, "Add it");
  await sees(me, "the press stands in the hall", "the milestone was not kept");
  await me.page.getByText("Change it: ").first().click();
  await me.page.locator("#due-1").fill(inDays(-9));
  await press(me, "Keep the change");
  await sees(me, "the press stands in the hall", "the milestone was lost when its day was changed");
  await look(me, "credit-milestones");
  return address;
}

/** The whole way. */
async function walked({ browser, base }, options) {
  const word = strange();
  const me = await someone(browser, base, "orlova", options);
  const address = await written(me, word);
  await goto(me, `${address}/drawdowns`);
  await me.page.locator("#amount").fill("60000");
  await me.page.locator("#purpose").fill("Invented for a walk: a press");
  await me.page.locator("#planned").fill(inDays(-300));
  await me.page.locator("[name=milestone]").first().check();
  await press(me, "Ask for it");
  await sees(me, "A second person decides", "who asked may decide");
  await look(me, "drawdown-requested");
  const drawdown = new URL(me.page.url()).pathname;
  const other = await someone(browser, base, "belov", options);
  await goto(other, drawdown);
  await press(other, "Grant it");
  await sees(other, "which is not confirmed", "a drawdown was granted without its milestone");
  await look(other, "drawdown-refused");
  await goto(other, `${address}/milestones`);
  await other.page.locator("#evidence-1").fill("Invented: seen by the inspector of the works");
  await other.page.locator("#on-1").fill(inDays(-310));
  await press(other, "Confirm it");
  await goto(other, drawdown);
  await press(other, "Grant it");
  await look(other, "drawdown-granted");
  await goto(me, drawdown);
  await me.page.locator("#day").fill(inDays(-300));
  await press(me, "Book the payment");
  await goto(me, address);
  await sees(me, "is overdue since", "an instalment that nobody paid is not overdue");
  await look(me, "credit-overdue");
  await goto(me, `${address}/bookings?kind=rescheduling`);
  await me.page.locator("#first-due").fill(inDays(180));
  await me.page.locator("#instalments").fill("6");
  await me.page.locator("#note").fill("Invented: protocol of a walk");
  await look(me, "credit-rescheduling");
  await press(me, "Book it");
  expect((await me.page.getByText("is overdue since").count()) === 0, "what was rescheduled is still overdue");
  await look(me, "credit-rescheduled");
  await goto(me, `${address}/bookings`);
  await me.page.locator("#amount").fill("9999999");
  await press(me, "Book it");
  await sees(me, "was owed", "more was paid than was owed");
  await look(me, "credit-booking-slips");
  await goto(me, `/credits?q=${word.toLowerCase()}`);
  await sees(me, `${word} press`, "the list does not find the line");
  await look(me, "credits-found");
  await goto(me, "/credits/forecast");
  for (const box of await me.page.locator("[name=scenario]").all()) await box.check();
  await press(me, "Show it");
  await sees(me, "Scenarios beside each other", "two scenarios do not stand beside each other");
  await look(me, "credit-forecast");
  return { me, address };
}

export default [
  {
    name: "a line of credit, from its terms to a rescheduling and the forecast",
    async walk(place) {
      const { me } = await walked(place, {});
      await goto(me, "/credits");
      await sees(me, "Credit of 1925", "the demonstration has no credit of 1925");
      await look(me, "credits");
      await Promise.all([me.page.waitForNavigation(), me.page.getByRole("link", { name: "Credit of 1925" }).first().click()]);
      await sees(me, "office's own code", "the Reichsmark is not marked as a currency of the office's own");
      await look(me, "credit-1925");
      // What waits for a delivery is refused by its name, and by that of its agreement.
      const other = await someone(place.browser, place.base, "belov", {});
      await goto(other, "/credits?q=supplier");
      await Promise.all([other.page.waitForNavigation(), other.page.getByRole("link", { name: "Plant on supplier" }).first().click()]);
      await look(other, "credit-now");
      await goto(other, `${new URL(other.page.url()).pathname}/drawdowns/2`);
      await press(other, "Grant it");
      await sees(other, "which is not accepted", "a drawdown was granted for want of a delivery");
      await look(other, "drawdown-no-delivery");
      await goto(me, "/credits/scenarios/new");
      await press(me, "Keep the scenario");
      await look(me, "scenario-slips");
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
        const me = await someone(browser, base, "orlova", { language, width });
        await goto(me, "/credits");
        await look(me, `credits-${language}`);
        await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a[href^='/credits/']").first().click()]);
        await look(me, `credit-${language}`);
        await goto(me, `${new URL(me.page.url()).pathname}/bookings?kind=rescheduling`);
        await look(me, `credit-rescheduling-${language}`);
        await goto(me, "/credits/new");
        await look(me, `credit-new-${language}`);
        await goto(me, "/credits/forecast");
        await look(me, `credit-forecast-${language}`);
      }
    },
  },
];
