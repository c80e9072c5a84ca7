// A request for information in the demonstration: asked, routed, answered, found by the next asker. The password of
// the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

/** A word that no other record has, so that the answer is told from everything else. */
const word = () => `zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).click()]);
}

/** Asks, routes to the scientist and answers; returns the address of the request. */
async function life({ browser, base }, script) {
  const strange = word();
  const asker = await someone(browser, base, "sokolov", { script });
  await goto(asker, "/requests/new");
  await press(asker, "Ask");
  expect((await asker.page.title()).startsWith("To correct"), "a question without words was taken");
  await look(asker, "request-new-slips");
  await asker.page.locator("#question").fill(`Which makers of ${strange} rectifiers cool them by oil?`);
  await asker.page.locator("#detail").fill("Invented for a walk.");
  await press(asker, "Ask");
  const address = new URL(asker.page.url()).pathname;
  expect(/^\/requests\/Q/.test(address), `asking led to ${address}`);
  await look(asker, "request-asked");

  const router = await someone(browser, base, "lebedev", { script });
  await goto(router, "/requests?view=route");
  await router.page.locator("main").getByText(strange).first().click();
  await router.page.locator("#words").fill("scientist");
  await press(router, "Find posts");
  expect((await router.page.locator("#to option").count()) < 20, "the list of posts was not narrowed");
  await router.page.locator("#to").selectOption("converter-scientist");
  await press(router, "Hand it over");
  await look(router, "request-routed");

  const answerer = await someone(browser, base, "karpova", { script });
  await goto(answerer, address);
  await answerer.page.locator("#answer-title").fill(`Two makers of ${strange} rectifiers cool by oil`);
  await answerer.page.locator("#answer-text").fill("Invented answer.\n\nThe others blow air.");
  await look(answerer, "request-answer");
  await press(answerer, "Keep the answer");
  await look(answerer, "request-answered");
  return { address, strange, asker };
}

export default [
  {
    name: "a request is asked, routed and answered, and the next asker finds the answer",
    async walk(place) {
      const { address, strange } = await life(place, true);
      const next = await someone(place.browser, place.base, "zaitseva");
      // The index follows within a second.
      for (let tries = 0; tries < 20; tries += 1) {
        await goto(next, `/records?q=${strange}`);
        if (await next.page.locator("mark").count()) break;
        await next.page.waitForTimeout(100);
      }
      expect((await next.page.locator("mark").first().textContent()).toLowerCase() === strange, "the answer is not found by its word");
      await look(next, "records-found");
      await next.page.locator(".card-title a").first().click();
      await next.page.locator(`a[href="${address}"]`).first().waitFor();
      await look(next, "record");
      await goto(next, "/requests/new");
      await next.page.locator("#question").pressSequentially(`Who cools ${strange} rectifiers by oil?`);
      await next.page.locator(`#held a[href="${address}"]`).waitFor();
      await look(next, "request-held");
    },
  },
  {
    name: "a record is made narrower once it was seen what that does",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev");
      await goto(me, "/records?q=title:railway");
      await me.page.locator(".card-title a").first().click();
      const address = me.page.url().split("?")[0];
      await me.page.locator("summary", { hasText: "Make it narrower" }).click();
      await me.page.locator("input[name=level][value=internal]").check();
      await press(me, "Look what it does");
      await look(me, "record-marking");
      await goto(me, address);
      expect((await me.page.locator(".tag", { hasText: "Internal" }).count()) === 0, "looking has kept it");
      await me.page.locator("summary", { hasText: "Make it narrower" }).click();
      await me.page.locator("input[name=level][value=internal]").check();
      await press(me, "Look what it does");
      await press(me, "Add to the marking");
      expect((await me.page.locator(".tag", { hasText: "Internal" }).count()) > 0, "the record is not marked");
    },
  },
  {
    name: "a request lives without script",
    async walk(place) {
      await life(place, false);
    },
  },
  {
    name: "a request that is hidden and one that never was look the same",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "karpova");
      for (const address of ["/requests/Q0000000000001", "/requests/new-one", "/records/R0000000000001", "/why?record=R0000000000001&need=none"]) {
        await goto(me, address, 404);
      }
    },
  },
  {
    name: "the rooms of records and requests in every language, at both widths",
    async walk({ browser, base }) {
      for (const language of ["en", "ru", "de"]) {
        for (const width of ["desk", "phone"]) {
          const me = await someone(browser, base, "lebedev", { language, width });
          for (const [address, name] of [["/records", "records"], ["/records?q=rectifier", "records-search"], ["/requests?view=all", "requests"], ["/requests/new", "request-new"]]) {
            await goto(me, address);
            await look(me, name);
          }
          await goto(me, "/records?q=(rectifier", 422);
          await look(me, "records-fault");
          await goto(me, "/records?q=rectifier");
          await me.page.locator(".card-title a").first().click();
          await look(me, "record-page");
          await me.page.locator("form[action='/why'] button").click();
          await me.page.waitForURL("**/why?**");
          await look(me, "why");
          await me.context.close();
        }
      }
    },
  },
];
