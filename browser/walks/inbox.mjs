// The inbox: a delivery is found, opened, and answered with one key; without script with one button.

import { expect, goto, look, reader, signIn, waiting } from "../open.mjs";

const password = process.env.UPTAKE_PASSWORD;

export default [
  {
    name: "signing in with the wrong password says what to do, and which of the two is wrong is not said",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await goto(me, "/");
      expect(me.page.url().includes("/sign-in"), "a stranger is asked to sign in");
      await look(me, "sign-in");
      for (const name of ["sokolov", "nobody-of-this-name"]) {
        await me.page.locator("input[name=name]").fill(name);
        await me.page.locator("input[name=password]").fill("certainly not this one");
        await Promise.all([me.page.waitForLoadState("load"), me.page.locator("main button[type=submit]").first().click()]);
        await me.page.locator(".slips").waitFor();
        expect((await me.page.locator(".slips").textContent()).includes("Name or password"), "the sentence is another one");
        expect((await me.page.locator("input[name=name]").inputValue()) === name, "what was typed is kept");
      }
    },
  },
  ...["desk", "phone"].map((width) => ({
    name: `the inbox of an engineer, ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "sokolov", password);
      await look(me, "inbox");
      // What stands first depends on the day: other rooms ask things too.
      await me.page.locator(".inbox-row h3 a[href^='/deliveries/']").first().click();
      await me.page.waitForURL(/\/deliveries\/D/);
      expect((await me.page.locator("mark").count()) > 0, "the words that decided are highlighted");
      await look(me, "delivery");
    },
  })),
  {
    name: "one key answers a delivery",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "sokolov", password);
      const before = await waiting(me.page);
      // Where the hand lies: which of the rows, none as -1.
      const place = () => me.page.evaluate(() => [...document.querySelectorAll(".inbox-row")].indexOf(document.activeElement?.closest(".inbox-row")));
      // Down to the first row that is a delivery.
      for (let row = 0; row < 50; row += 1) {
        await me.page.keyboard.press("j");
        if (await me.page.evaluate(() => Boolean(document.activeElement?.closest(".inbox-row")?.querySelector("button[value=use]")))) break;
      }
      const answered = await place();
      const rows = await me.page.locator(".inbox-row").count();
      await Promise.all([me.page.waitForURL(/done=use/), me.page.keyboard.press("u")]);
      expect((await me.page.locator(".banner").first().textContent()).includes("put to use"), "the page says what was done");
      expect((await waiting(me.page)) === before - 1, "one duty less waits");
      // The row that moved up is under the hand, or the last one: the letters go on with it.
      const now = await place();
      expect(now === Math.min(answered, rows - 2), `the place in the list is lost: ${answered} was answered, ${now} is under the hand`);
      await me.page.goBack();
      await me.page.reload();
      expect((await waiting(me.page)) === before - 1, "going back answers nothing again");
    },
  },
  {
    name: "an answer by mistake is taken back, also without script",
    async walk({ browser, base }) {
      for (const script of [true, false]) {
        const me = await reader(browser, base, { script });
        await signIn(me, "sokolov", password);
        const before = await waiting(me.page);
        await Promise.all([me.page.waitForURL(/done=known/), me.page.locator(".inbox-row button[value=known]").first().click()]);
        await look(me, "inbox-done");
        await Promise.all([me.page.waitForURL(/deliveries/), me.page.getByRole("button", { name: "Take the answer back" }).click()]);
        expect((await me.page.locator("[data-walk-actions] button[value=use]").count()) === 1, "it can be answered again");
        expect((await me.page.locator("main").textContent()).includes("took back the answer"), "the history says so");
        await goto(me, "/");
        expect((await waiting(me.page)) === before, "it waits again");
        await me.context.close();
      }
    },
  },
  {
    name: "a pass asks for its reason, and keeps what was typed",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      await signIn(me, "sokolov", password);
      await Promise.all([me.page.waitForURL(/disposition/), me.page.locator(".inbox-row button[value=pass]").first().click()]);
      await me.page.locator("input[name=reason][value=other]").check();
      await me.page.locator("details[open] button").last().click();
      await me.page.locator(".slips").waitFor();
      expect(await me.page.locator("input[name=reason][value=other]").isChecked(), "the reason is still chosen");
      await look(me, "delivery-pass");
      await me.page.locator("details[open] input[name=remark]").fill("We do not build these");
      await Promise.all([me.page.waitForURL(/done=pass/), me.page.locator("details[open] button").last().click()]);
    },
  },
  {
    name: "a hidden or missing delivery is the same page",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "karpova", password);
      await goto(me, "/deliveries/D0000000000000", 404);
      const missing = await me.page.locator("main").textContent();
      await goto(me, "/deliveries/nonsense", 404);
      expect((await me.page.locator("main").textContent()) === missing, "two pages for nothing");
      await look(me, "missing");
    },
  },
  {
    name: "a post above lets a duty go, with a reason that stays",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "zaitseva", password);
      const before = await waiting(me.page);
      // What stands first depends on the day: other rooms ask things too.
      await me.page.locator(".inbox-row h3 a[href^='/deliveries/']").first().click();
      await me.page.waitForURL(/\/deliveries\/D/);
      const address = me.page.url();
      await me.page.locator('a[href^="/duties/"]').first().click();
      await me.page.locator("#reason").waitFor();
      await look(me, "duty-waiver");
      await me.page.locator("#reason").fill("   ");
      // The page that answers is there whole before it is written in again.
      await Promise.all([me.page.waitForNavigation(), me.page.locator("main form button[type=submit]").last().click()]);
      await me.page.locator(".slips").waitFor();
      await me.page.locator("#reason").fill("The line is closed in spring");
      await Promise.all([me.page.waitForURL(address), me.page.locator("main form button[type=submit]").last().click()]);
      expect((await me.page.locator("body").textContent()).includes("The line is closed in spring"), "the reason is not shown");
      await look(me, "duty-waived");
      expect((await waiting(me.page)) === before - 1, "the duty still waits");
    },
  },
  {
    name: "a double click answers once",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      await signIn(me, "sokolov", password);
      const before = await waiting(me.page);
      await Promise.all([
        me.page.waitForURL(/done=|disposition/),
        me.page.locator(".inbox-row button[value=known]").first().dblclick({ noWaitAfter: true }),
      ]);
      await me.page.waitForLoadState("networkidle");
      await goto(me, "/");
      expect((await waiting(me.page)) === before - 1, "a double click answered more than one");
    },
  },
];
