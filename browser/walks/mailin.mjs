// Mail that brings records in: a source gets an address, an adviser writes to it, a stranger does too. The mailbox of the office is
// WALK_MAILBOX, what the office sends lies in WALK_MAIL; the password of the accounts is in UPTAKE_PASSWORD.

import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";
const MAIL = process.env.WALK_MAIL ?? "";
const MAILBOX = process.env.WALK_MAILBOX ?? "";

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** Waits until a page says something. */
async function says(me, address, words) {
  for (let tries = 0; tries < 300; tries += 1) {
    await goto(me, address);
    if ((await me.page.locator("main").textContent()).includes(words)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${address} does not say: ${words}`);
}

/** Lays a message into the mailbox, as a mail server does. */
async function send(to, from, subject, more = "") {
  const name = `${Date.now()}.${Math.random().toString(36).slice(2)}`;
  const text = `Delivered-To: ${to}\nFrom: ${from}\nTo: ${to}\nDate: Fri, 27 Nov 2026 10:15:00 +0100\nMessage-ID: <${name}@walk.example>\nSubject: ${subject}\n${more}\nInvented. ${subject}.\n`;
  await writeFile(path.join(MAILBOX, "new", name), text.replaceAll("\n", "\r\n"));
}

export default [
  {
    name: "a source is registered by mail, an adviser writes to it, and a stranger's message lies aside",
    async walk({ browser, base }) {
      const word = `rotor${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;
      const me = await reader(browser, base, { width: "desk" });
      await signIn(me, "lebedev", PASSWORD);
      await goto(me, "/sources/new");
      await look(me, "source-ways");
      await me.page.getByRole("link", { name: "Register a source by mail" }).click();
      await me.page.locator("#title").fill(`Dispatches on ${word}`);
      await press(me, "Register it");
      const source = new URL(me.page.url()).pathname;
      await look(me, "source-by-mail");
      await me.page.getByRole("link", { name: "Change how it takes mail" }).click();
      await me.page.locator("#senders").fill("no sender at all");
      await press(me, "Save");
      expect((await me.page.locator("main").textContent()).includes("is no sender"), "what is no sender was taken");
      await look(me, "mail-in-slips");
      await me.page.locator("#senders").fill("adviser@bonn.example\nmission.example");
      await me.page.locator("#at-once").check();
      await press(me, "Save");
      const address = (await me.page.locator("main bdi.long").first().textContent()).trim();
      await send(address, "adviser@bonn.example", `A ${word} forged in one piece`);
      await says(me, source, "One record");
      await send(address, "stranger@everything.example", `Every ${word} at half the price`);
      await says(me, source, "Its sender is not among those who may send");
      await look(me, "mail-in");
      await press(me, "Look at it");
      expect((await me.page.locator("main").textContent()).includes(`Every ${word} at half the price`), "the look does not show the message");
      await look(me, "mail-in-look");
      await goto(me, source);
      await press(me, "Throw it away");
      expect((await me.page.locator("main").textContent()).includes("Thrown away"), "it was not thrown away");
      // Who may send is told, once; the stranger is not.
      for (let tries = 0; ; tries += 1) {
        expect(tries < 300, "nobody was told");
        const files = (await readdir(MAIL)).filter((file) => file.endsWith(".eml"));
        const letters = await Promise.all(files.map((file) => readFile(path.join(MAIL, file), "utf8")));
        expect(!letters.some((letter) => letter.includes("stranger@everything.example")), "a stranger was answered");
        if (letters.filter((letter) => /^To: adviser@bonn\.example/m.test(letter) && letter.includes(word)).length === 1) break;
        await new Promise((done) => setTimeout(done, 100));
      }
      await press(me, "Make a new address");
      expect(!(await me.page.locator("main").textContent()).includes(address), "the old address stands");
    },
  },
  ...[["phone", "de"], ["phone", "ru"]].map(([width, language]) => ({
    name: `the dispatches of the demonstration, in ${language}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width, language });
      await signIn(me, "lebedev", PASSWORD);
      await goto(me, "/sources");
      await me.page.getByRole("link", { name: "Dispatches from Bonn" }).click();
      await look(me, `mail-in-${language}`);
      await goto(me, `${new URL(me.page.url()).pathname}/mail`);
      await look(me, `mail-in-change-${language}`);
    },
  })),
];
