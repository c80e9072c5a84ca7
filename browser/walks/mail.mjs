// The mail of a post: how it comes, and a letter that is answered through its link without an account. The letters lie in
// WALK_MAIL, where a mail server keeps them; the password of the accounts is in UPTAKE_PASSWORD.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";
const MAIL = process.env.WALK_MAIL ?? "";

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** The letters that the mail server holds: to whom, and the path of the page behind the link. */
async function letters() {
  for (let tries = 0; tries < 600; tries += 1) {
    const files = (await readdir(MAIL)).filter((file) => file.endsWith(".eml")).sort();
    if (files.length > 0) {
      const all = await Promise.all(files.map(async (file) => {
        const head = (await readFile(path.join(MAIL, file), "utf8")).split("\r\n\r\n")[0].replace(/\r\n[ \t]/g, "");
        const header = (name) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] ?? "";
        // What tells of a message that was mailed in has no page.
        if (header("List-Unsubscribe") === "") return null;
        return { to: header("To"), page: new URL(header("List-Unsubscribe").slice(1, -1)).pathname.replace(/\/stop$/, "") };
      }));
      const letters = all.filter((letter) => letter !== null);
      if (letters.length > 0) return letters;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("no letter was sent");
}

/** Opens the page of the letter in which most waits: other walks need what waits in the others. */
async function open(me) {
  let [most, waiting] = [null, 1];
  for (const letter of await letters()) {
    await goto(me, letter.page);
    const n = await me.page.locator("select[name^='answer-']").count();
    if (n > waiting) [most, waiting] = [letter, n];
  }
  expect(most !== null, "there is no letter in which anything waits");
  await goto(me, most.page);
  return most;
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `a letter is answered through its link by who has no session, at ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      const letter = await open(me);
      await look(me, `letter-${width}`);
      const waiting = await me.page.locator("select[name^='answer-']").count();
      await press(me, "Send the answers");
      expect((await me.page.locator("main").textContent()).includes("Choose an answer"), "nothing was taken for an answer");
      await me.page.locator("select[name^='answer-']").first().selectOption("s");
      await press(me, "Send the answers");
      expect((await me.page.locator("select[name^='answer-']").count()) === waiting - 1, "the answer was not taken");
      await look(me, `letter-answered-${width}`);
      await goto(me, `${letter.page.slice(0, -1)}x`, 404);
      await look(me, `letter-nowhere-${width}`);
    },
  })),
  {
    name: "the holder of a post says how its mail comes, and sees what was sent",
    async walk({ browser, base }) {
      for (const [width, language] of [["desk", "en"], ["phone", "de"], ["phone", "ru"]]) {
        const me = await reader(browser, base, { width, language });
        await signIn(me, "sokolov", PASSWORD);
        await letters();
        const post = await ofSokolov(me);
        // Another walk may have chosen a language for this account: it is chosen here, and set back.
        if (language !== "en") await speak(me, language);
        await goto(me, `/office/posts/${post}/mail`);
        await look(me, `mailing-${language}`);
        if (language !== "en") {
          await speak(me, "en");
          continue;
        }
        await me.page.locator("#rhythm").selectOption("daily");
        await me.page.locator("#away-since").fill(inDays(1));
        await press(me, "Keep");
        expect((await me.page.locator("main").textContent()).includes("Give both days"), "half a leave was taken");
        await look(me, "mailing-slips");
        await me.page.locator("#away-until").fill(inDays(14));
        await press(me, "Keep");
        expect((await me.page.locator("#rhythm").inputValue()) === "daily", "the rhythm was not kept");
        expect((await me.page.locator("main").textContent()).includes("Sent"), "the letter is not listed");
        await press(me, "Make addresses");
        await look(me, "mailing-kept");
        for (const [what, begins] of [["atom", "<?xml"], ["calendar", "BEGIN:VCALENDAR"]]) {
          const address = await me.page.locator(`a[href$='/${what}']`).getAttribute("href");
          const stranger = await browser.newContext({ baseURL: base });
          const answer = await stranger.request.get(address);
          expect(answer.status() === 200 && (await answer.text()).startsWith(begins), `${what} answers ${answer.status()}`);
        }
      }
    },
  },
];

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** The post that Sokolov holds. */
async function ofSokolov(me) {
  await goto(me, "/office/persons/sokolov");
  const href = await me.page.locator("main a[href^='/office/posts/'], aside a[href^='/office/posts/']").first().getAttribute("href");
  return href.split("/").pop();
}
