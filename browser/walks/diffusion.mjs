// Diffusion: a decline whose barrier is removed and the offer that returns, a barrier removed for three units at once, relief asked and
// granted beside one that is over. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

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

/** Looks again until a page says something: the office sees to it by a job. */
async function comes(me, address, text, otherwise) {
  for (let tries = 0; tries < 40; tries += 1) {
    await goto(me, address);
    if (await me.page.getByText(text).first().isVisible()) return;
    await me.page.waitForTimeout(500);
  }
  expect(false, otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

const here = (me) => new URL(me.page.url()).pathname;

/** Logs a barrier on what stands at this address. Answers with its own. */
async function logs(me, on, subject) {
  await goto(me, `/barriers/new?on=${on}`);
  await me.page.locator("#kind").selectOption("material");
  await me.page.locator("#subject").fill(subject);
  await me.page.locator("#owner").selectOption("chief-coordinator");
  await press(me, "Log it");
  return here(me);
}

/** Opens the offer of the rectifier stack that somebody has. */
async function offer(me) {
  await goto(me, "/offers");
  await look(me, "offers");
  await follow(me, "Oil-cooled rectifier stack");
  return here(me);
}

/** One barrier of three units: the coordinator removes it once, the others say that it goes for them. */
async function removed(sokolov, karpova, mironov, belov, adoption, offers) {
  const steel = `${strange()} steel 330`;
  const first = await logs(karpova, `offer:${offers[0].split("/").pop()}`, steel);
  await look(karpova, "barrier");
  const second = await logs(mironov, `offer:${offers[1].split("/").pop()}`, steel.toUpperCase());
  const third = await logs(sokolov, `adoption:${adoption}`, steel.replace(" 330", "-330"));
  // What karpova declines rests on it.
  await goto(karpova, offers[0]);
  await unfold(karpova, "Decline the offer");
  await press(karpova, "Decline it");
  await sees(karpova, "Choose why you decline", "a decline without a reason was taken");
  await look(karpova, "offer-slips");
  await unfold(karpova, "Decline the offer");
  await karpova.page.locator("#code").selectOption("material");
  await karpova.page.locator("main input[name=ends][value=barrier]").check();
  await karpova.page.locator("#barrier").selectOption({ label: steel });
  await press(karpova, "Decline it");
  await sees(karpova, "When a barrier is removed", "the page does not say with what the decline ends");
  await goto(belov, first);
  await press(belov, "It is removed");
  await sees(belov, "Write what was done", "a barrier was removed without how");
  await belov.page.locator("#how").fill("Rolled from this month on (invented)");
  await press(belov, "It is removed");
  for (const [me, address] of [[mironov, second], [sokolov, third]]) {
    await goto(me, address);
    await sees(me, "Removed elsewhere: does it go for you?", "who has the same barrier was not asked");
    await me.page.locator("#hint").fill("The same sheet (invented)");
    await press(me, "It goes for us too");
  }
  await goto(belov, first);
  await sees(belov, "Removed for 3 units at once", "it is not told for how many units it was removed");
  await look(belov, "barrier-freed");
  await goto(belov, "/barriers");
  await look(belov, "barriers");
  await comes(karpova, offers[0], "This offer returned", "the offer did not return when its barrier was removed");
  await look(karpova, "offer-returned");
}

/** Relief is asked and granted; one that was granted before is over. */
async function relieved(sokolov, orlova, adoption) {
  await goto(sokolov, "/reliefs?state=expired");
  await sees(sokolov, "Locomotives, eight axles", "a relief whose last day is over is not told as over");
  await goto(sokolov, `/reliefs/new?adoption=${adoption}`);
  const today = new Date();
  const quarter = `${today.getUTCFullYear()}-Q${Math.floor(today.getUTCMonth() / 3) + 1}`;
  const line = `${strange()} stacks`;
  await sokolov.page.locator("#plan-line").fill(line);
  await sokolov.page.locator("#measure").fill("pieces");
  await sokolov.page.locator("#setter").selectOption("electrical-coordinator");
  await sokolov.page.locator("#lost").fill(`${quarter} 10`);
  await sokolov.page.locator("#asked").fill(`${quarter} 12`);
  await sokolov.page.locator("#reason").fill("The shop is rebuilt (invented)");
  await press(sokolov, "Ask for it");
  await sees(sokolov, "More relief is asked", "more relief than is lost was taken");
  await look(sokolov, "relief-slips");
  await sokolov.page.locator("#asked").fill(`${quarter} 8`);
  await press(sokolov, "Ask for it");
  const address = here(sokolov);
  await goto(orlova, address);
  await orlova.page.locator("#granted").fill(`${quarter} 5`);
  await look(orlova, "relief-decide");
  await press(orlova, "Grant it");
  await goto(sokolov, address);
  await sees(sokolov, "Granted", "the relief is not told as granted");
  await look(sokolov, "relief");
  await goto(sokolov, "/reliefs");
  await look(sokolov, "reliefs");
}

/** A call to two posts of other ministries: answered, taken, and said that it came. */
async function called(sokolov, karpova) {
  const what = `${strange()} silicon`;
  await goto(sokolov, "/calls/new");
  await sokolov.page.locator("#what").fill(what);
  await sokolov.page.locator("#amount").fill("12");
  await sokolov.page.locator("#measure").fill("kg");
  await sokolov.page.locator("#by").fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
  await sokolov.page.locator("#reason").fill("First lot (invented)");
  await press(sokolov, "Send the call");
  await sees(sokolov, "Choose at least one post", "a call that asks nobody was taken");
  await sokolov.page.locator("main input[name=asked][value=converter-scientist]").check();
  await press(sokolov, "Send the call");
  const address = here(sokolov);
  await goto(karpova, address);
  await karpova.page.locator("#amount").fill("5");
  await karpova.page.locator("#day").fill(new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10));
  await press(karpova, "We can give this");
  await goto(sokolov, address);
  await look(sokolov, "call");
  await sokolov.page.locator("main").getByRole("button", { name: /^Take it/ }).first().click();
  await sokolov.page.waitForLoadState();
  await sokolov.page.locator("main").getByRole("button", { name: /^It came so/ }).first().click();
  await sokolov.page.waitForLoadState();
  await sees(sokolov, "Kept", "what came is not told as kept");
  await goto(sokolov, "/calls");
  await look(sokolov, "calls");
}

/** A pasted list of equipment, first with a fault. */
async function listed(sokolov) {
  await goto(sokolov, "/office/units/locomotive-works/equipment");
  await unfold(sokolov, "Take a whole list in");
  const name = strange();
  await sokolov.page.locator("#list").fill(`tool;${name} press`);
  await press(sokolov, "Take it in");
  await sees(sokolov, "is no kind", "a sort that is none was taken");
  await sokolov.page.locator("#list").fill(`equipment;${name} press;Invented;ipc:B30B`);
  await press(sokolov, "Take it in");
  await sees(sokolov, `${name} press`, "the list was not taken in");
  await look(sokolov, "equipment");
}

async function walked({ browser, base }, options) {
  const sokolov = await someone(browser, base, "sokolov", options);
  const karpova = await someone(browser, base, "karpova", options);
  const mironov = await someone(browser, base, "mironov", options);
  const belov = await someone(browser, base, "belov", options);
  const orlova = await someone(browser, base, "orlova", options);
  await comes(karpova, "/offers", "returned", "the offer whose day came did not return");
  const offers = [await offer(karpova), await offer(mironov)];
  await goto(karpova, offers[0]);
  await look(karpova, "offer");
  const link = await mironov.page.locator('a[href^="/adoptions/A"]').first().getAttribute("href");
  const adoption = link.split("/").pop();
  await goto(sokolov, "/offers?view=given");
  await look(sokolov, "offers-given");
  await removed(sokolov, karpova, mironov, belov, adoption, offers);
  await relieved(sokolov, orlova, adoption);
  await called(sokolov, karpova);
  await listed(sokolov);
}

export default [
  {
    name: "an offer that returns, a barrier removed for three, relief granted, a call kept",
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
    name: "pages of diffusion in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "sokolov", { language, width });
        await speak(me, language);
        try {
          for (const [address, name] of [["/offers?view=given", "offers-given"], ["/barriers", "barriers"], ["/reliefs", "reliefs"], ["/calls", "calls"]]) {
            await goto(me, address);
            await look(me, `${name}-${language}`);
            await Promise.all([me.page.waitForNavigation(), me.page.locator("main table.cards a, main table a").last().click()]);
            await look(me, `${name}-one-${language}`);
          }
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
