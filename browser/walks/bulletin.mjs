// The room Bulletins: an editor founds a journal, fills an issue, has it printed and releases it; a second person releases what is not
// open to all; an administrator changes how issues look. The password of the accounts is in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

/** Presses a button of the page and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main, aside").getByRole("button", { name: text, exact: true }).first().click()]);
}

async function says(me, text) {
  return (await me.page.locator("body").textContent()).includes(text);
}

/** Waits until an issue lies there printed. */
async function proof(me) {
  for (let tries = 0; tries < 300; tries += 1) {
    await me.page.reload();
    if (!(await says(me, "It is being printed"))) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the issue is not printed");
}

/** The address of the first issue in a list of the room. */
async function issue(me, name) {
  await goto(me, "/bulletins");
  return me.page.locator("main a[href^='/issues/']", { hasText: name }).first().getAttribute("href");
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `an editor founds a journal, fills an issue and releases it, at ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "lebedev", PASSWORD);
      await goto(me, "/bulletins");
      await look(me, `bulletins-${width}`);
      await goto(me, "/bulletins/new");
      await look(me, `bulletin-kinds-${width}`);
      await goto(me, "/bulletins/new?kind=journal");
      await me.page.locator("#query").fill("class:(");
      await press(me, "Found it");
      await look(me, `bulletin-slips-${width}`);
      await me.page.locator("#name").fill(`Abstracts of drives, ${width}`);
      await me.page.locator("#query").fill("drive* OR locomotive*");
      await press(me, "Found it");
      await look(me, `bulletin-${width}`);
      const year = new Date(Date.now() - 300 * 86400000).toISOString().slice(0, 10);
      await me.page.locator("#since").fill(year);
      await press(me, "Begin");
      await look(me, `issue-draft-${width}`);
      await me.page.locator("summary", { hasText: "Move or leave out" }).first().click();
      await me.page.locator("input[name^='why-']").first().fill("Known here for years");
      await Promise.all([me.page.waitForNavigation(), me.page.locator("main button", { hasText: "Leave out" }).first().click()]);
      expect(await says(me, "Known here for years"), "nothing was left out");
      await me.page.locator("#note").fill("More in the next issue.");
      await press(me, "Keep the last words");
      await press(me, "Have it printed");
      await proof(me);
      expect(await says(me, "It lies here printed"), "there is no proof");
      await look(me, `issue-proof-${width}`);
      const page = await me.page.locator("a[href$='/prints/html']").getAttribute("href");
      const printed = await me.context.request.get(new URL(page, base).href);
      expect(printed.headers()["content-security-policy"].includes("sandbox"), "a printed page is not kept apart");
      // Nothing runs on a printed page, so it is looked at as one without script is.
      const still = await reader(browser, base, { width, script: false });
      await signIn(still, "lebedev", PASSWORD);
      await goto(still, page);
      await look(still, `issue-printed-${width}`);
      await press(me, "Release it");
      expect(await says(me, "This issue is out"), "it was not released");
      await press(me, "Print it once more and compare");
      expect(await says(me, "Printed once more, it is the same"), "it is not the same");
      await look(me, `issue-released-${width}`);
      const pdf = await me.context.request.get(new URL((await me.page.locator("a[href$='/prints/pdf']").getAttribute("href")), base).href);
      expect((await pdf.body()).subarray(0, 5).toString() === "%PDF-", "the PDF is none");
    },
  })),
  {
    name: "what is not open to all is released by a second person alone",
    async walk({ browser, base }) {
      const first = await reader(browser, base, {});
      await signIn(first, "lebedev", PASSWORD);
      const address = await issue(first, "For the locomotive works");
      await goto(first, address);
      expect(await says(first, "A second person has to release it"), "the first person may release it");
      await look(first, "issue-proof-other");
      const second = await reader(browser, base, { width: "phone", language: "de" });
      await signIn(second, "zaitseva", PASSWORD);
      await goto(second, address);
      await look(second, "issue-proof-second-de");
      await Promise.all([second.page.waitForNavigation(), second.page.getByRole("button", { name: "Freigeben", exact: true }).click()]);
      await look(second, "issue-released-de");
      expect(await says(second, "Diese Ausgabe ist erschienen"), "it was not released");
    },
  },
  {
    name: "whoever has the address of an open bulletin reads its issues without an account",
    async walk({ browser, base }) {
      const me = await reader(browser, base, {});
      await signIn(me, "lebedev", PASSWORD);
      await goto(me, "/bulletins");
      await me.page.locator("main a", { hasText: "Abstracts of power electronics" }).last().click();
      await me.page.waitForURL("**/bulletins/B*");
      await press(me, "Make addresses");
      const atom = await me.page.locator("a[href$='/atom']").getAttribute("href");
      await look(me, "bulletin-address");
      const stranger = await browser.newContext({ baseURL: base });
      const feed = await (await stranger.request.get(atom)).text();
      const link = /<link[^>]*href="([^"]*\/html)"/.exec(feed)?.[1];
      expect(link, `the feed leads to no issue: ${feed}`);
      const page = await stranger.request.get(new URL(link).pathname);
      expect(page.status() === 200 && (await page.text()).includes("power electronics"), `a stranger reads ${page.status()}`);
      await press(me, "Take them away");
      expect((await stranger.request.get(atom)).status() === 404, "the address still answers");
    },
  },
  {
    name: "an administrator changes how issues look, and a template that is not in order is not kept",
    async walk({ browser, base }) {
      const me = await reader(browser, base, {});
      await signIn(me, "gromov", PASSWORD);
      await goto(me, "/office/templates");
      await look(me, "templates");
      await me.page.locator("#name").fill("our-own");
      await press(me, "Begin with a copy");
      await look(me, "template");
      const text = await me.page.locator("#text").inputValue();
      await me.page.locator("#text").fill(`${text}{% for %}`);
      await press(me, "Try it and keep it");
      expect(await says(me, "The template cannot be kept: line"), "a broken template was kept");
      await look(me, "template-slips");
      await me.page.locator("#text").fill(text.replace("</body>", "<p>Printed by us</p></body>"));
      await press(me, "Try it and keep it");
      expect((await me.page.locator("#text").inputValue()).includes("Printed by us"), "the template was not kept");
    },
  },
  {
    name: "the room reads well in Russian",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width: "phone", language: "ru" });
      await signIn(me, "lebedev", PASSWORD);
      await goto(me, "/bulletins");
      await look(me, "bulletins-ru");
      await me.page.locator("main a[href^='/issues/']").first().click();
      await me.page.waitForURL("**/issues/E*");
      await look(me, "issue-ru");
    },
  },
];
