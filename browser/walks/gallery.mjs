// The gallery: every component in every language, light and dark, at both widths, and without script.

import { expect, goto, look, picture, reader } from "../open.mjs";

const TROUBLES = { missing: 404, role: 403, "signed-out": 401, foreign: 403, unreadable: 400, slow: 408, conflict: 409,
  refused: 409, "too-large": 413, "too-many": 429, machine: 500, "signed-out-form": 200, confirm: 200 };

const looks = [];
for (const language of ["en", "ru", "de"]) {
  for (const appearance of ["light", "dark"]) {
    for (const width of ["desk", "phone"]) {
      looks.push({
        name: `the gallery in ${language}, ${appearance}, ${width}`,
        async walk({ browser, base }) {
          const me = await reader(browser, base, { language, appearance, width });
          await goto(me, "/gallery");
          expect((await me.page.locator("html").getAttribute("lang")) === language, `the page is not in ${language}`);
          await look(me, "gallery");
        },
      });
    }
  }
}

export default [
  ...looks,
  {
    name: "the gallery without script",
    async walk({ browser, base }) {
      for (const width of ["desk", "phone"]) {
        const me = await reader(browser, base, { width, script: false });
        await goto(me, "/gallery");
        await look(me, "gallery");
        await me.page.locator("details.menu summary").first().click();
        expect(await me.page.locator("details.menu button[value=ru]").isVisible(), "the language menu does not open without script");
      }
    },
  },
  {
    name: "language and appearance are chosen without script and kept",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      await goto(me, "/gallery?from=here");
      await me.page.locator("details.menu summary").nth(0).click();
      await me.page.locator("button[value=de]").click();
      expect(me.page.url() === `${base}/gallery?from=here`, `led to ${me.page.url()} instead of back`);
      expect((await me.page.locator("html").getAttribute("lang")) === "de", "German was not kept");
      await me.page.locator("details.menu summary").nth(1).click();
      await me.page.locator("button[value=dark]").click();
      expect((await me.page.locator("html").getAttribute("data-appearance")) === "dark", "dark was not kept");
      await goto(me, "/gallery");
      expect((await me.page.locator("html").getAttribute("lang")) === "de", "German was forgotten");
    },
  },
  {
    name: "keys walk the list, press the buttons of the row and show themselves",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await goto(me, "/gallery");
      const { page } = me;
      await page.keyboard.press("j");
      expect(await page.locator("#duty-1").evaluate((row) => row.contains(document.activeElement)), "j does not go to the first row");
      await page.keyboard.press("j");
      expect(await page.locator("#duty-2").evaluate((row) => row.contains(document.activeElement)), "j does not go on");
      await page.keyboard.press("k");
      await page.keyboard.press("?");
      expect(await page.locator("dialog.keys").isVisible(), "? does not show the keys");
      await look(me, "keys");
      await page.keyboard.press("Escape");
      await page.locator("dialog.keys").waitFor({ state: "detached" });
      const sent = page.waitForRequest((request) => request.method() === "POST");
      // A Russian keyboard writes another letter with the same key.
      await page.evaluate(() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ы", code: "KeyS", bubbles: true, cancelable: true })));
      expect((await sent).postData().includes("disposition=study"), "s does not press the button of the row");
      await page.waitForURL("**/deliveries/1");
      await goto(me, "/gallery");
      await page.locator("#title").fill("j?");
      expect(!(await page.locator("dialog.keys").isVisible()), "keys act while somebody types");
    },
  },
  {
    name: "a form is sent once, however often the button is pressed",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await goto(me, "/gallery");
      let sent = 0;
      await me.page.route("**/deliveries/1", async (route) => {
        sent += 1;
        await route.fulfill({ status: 204, body: "" });
      });
      await me.page.locator("#duty-1 button").first().dblclick();
      await me.page.waitForFunction(() => document.querySelector("#duty-1 form").dataset.sent === "yes");
      expect(sent === 1, `the form was sent ${sent} times`);
    },
  },
  {
    name: "what was typed is not left without a word",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await goto(me, "/gallery");
      let asked = 0;
      me.page.on("dialog", async (dialog) => {
        asked += 1;
        await dialog.accept();
      });
      await me.page.locator("#statement").pressSequentially("x");
      await me.page.goto(`${base}/gallery?else`);
      expect(asked === 1, `asked ${asked} times before leaving`);
      await me.page.goto(`${base}/gallery`);
      expect(asked === 1, "asked although nothing was typed");
    },
  },
  {
    name: "a region follows what is typed, and the last word wins",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await goto(me, "/gallery");
      await me.page.locator("#title").press("End");
      await me.page.locator("#title").pressSequentially(" steam", { delay: 15 });
      await me.page.locator("#similar").getByText("blades steam").waitFor();
      expect((await me.page.locator("#similar").getAttribute("aria-live")) === "polite", "the region does not speak");
      await me.page.evaluate(() => (document.querySelector("#title").value = ""));
      await me.page.locator("#title").pressSequentially("a");
      await me.page.locator("#title").pressSequentially("b");
      await me.page.waitForFunction(() => document.querySelector("#similar").textContent.endsWith(": ab"));
      expect(me.complaints.length === 0, me.complaints.join("; "));
    },
  },
  {
    name: "the gallery on paper",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { appearance: "dark" });
      await me.page.emulateMedia({ media: "print", colorScheme: "dark" });
      await goto(me, "/gallery");
      expect(!(await me.page.locator(".places").isVisible()), "the navigation is printed");
      await picture(me, "gallery-print");
    },
  },
  {
    name: "each page for what did not work",
    async walk({ browser, base }) {
      for (const [word, status] of Object.entries(TROUBLES)) {
        for (const width of ["desk", "phone"]) {
          const me = await reader(browser, base, { width });
          await goto(me, `/gallery/${word}`, status);
          expect((await me.page.locator("main .actions a, main .actions button").count()) > 0, `${word} offers no next step`);
          await look(me, `trouble-${word}`);
          await me.context.close();
        }
      }
    },
  },
];
