// The register of sources: a documentalist registers one, looks at a file of it, takes it in and lets another go. The
// password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main, aside").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** A file with two records that nothing else holds. */
function file(word) {
  const one = (n) => `TY  - JOUR\nTI  - Invented ${word} rectifiers, part ${n}\nAU  - Nemo, Anna\nPY  - 1962\nDO  - 10.5555/${word}.${n}\nER  - \n`;
  return { name: `${word}.ris`, mimeType: "text/plain", buffer: Buffer.from(one(1) + "\n" + one(2)) };
}

/** Registers a source and brings it a file; stops at the look. */
async function brought({ browser, base }, word, options) {
  const me = await someone(browser, base, "lebedev", options);
  await goto(me, "/sources/new");
  await press(me, "Register it");
  expect((await me.page.title()).startsWith("To correct"), "a source without a title was taken");
  await look(me, "source-new-slips");
  await me.page.locator("#title").fill(`Express information, ${word}`);
  await me.page.locator("#territory").fill("France");
  await me.page.locator("#every").fill("30");
  await press(me, "Register it");
  const source = new URL(me.page.url()).pathname;
  expect(/^\/sources\/S/.test(source), `registering led to ${source}`);
  await look(me, "source-empty");
  await me.page.locator("#file").setInputFiles(file(word));
  await press(me, "Look at it");
  expect(/\/intakes\/I/.test(me.page.url()), `looking led to ${me.page.url()}`);
  await look(me, "intake-looked");
  return { me, source };
}

export default [
  ...[true, false].map((script) => ({
    name: `a source is registered, a file of it looked at and taken in${script ? "" : ", without script"}`,
    async walk(place) {
      const word = `zirk${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;
      const { me, source } = await brought(place, word, { script });
      const text = await me.page.locator("main").textContent();
      expect(text.includes(`Invented ${word} rectifiers, part 2`), "the look does not show what is in the file");
      await press(me, "Take it in");
      for (let tries = 0; tries < 300 && !(await me.page.locator("main").textContent()).includes("It was taken in"); tries += 1) {
        await me.page.reload();
      }
      expect((await me.page.locator("main").textContent()).includes("It was taken in"), "it is not taken in");
      await look(me, "intake-kept");
      await goto(me, source);
      expect((await me.page.locator("main").textContent()).includes("Fresh"), "the source is not fresh");
      await look(me, "source");
      await me.page.locator("#records ~ ul a").first().click();
      await me.page.waitForURL(/\/records\/R/);
      expect((await me.page.locator("h1").textContent()).includes(word), "its record is another one");
    },
  })),
  {
    name: "a file that nobody wants is let go, and a paused source takes none",
    async walk(place) {
      const { me, source } = await brought(place, `gand${Date.now().toString(36).replace(/[^a-z]/g, "")}x`, {});
      await press(me, "Let it go");
      expect((await me.page.locator("main").textContent()).includes("Nothing of it was kept"), "the page says something else");
      await goto(me, source);
      await press(me, "Pause it");
      expect((await me.page.locator("#file").count()) === 0, "a paused source offers to take something in");
      await look(me, "source-paused");
      await press(me, "Switch it on");
      await goto(me, `${source}/change`);
      await me.page.locator("#subject").fill("Rectifiers");
      await look(me, "source-change");
      await press(me, "Save");
      expect((await me.page.locator("aside").textContent()).includes("Rectifiers"), "the change is not kept");
    },
  },
  {
    name: "who has no power to document reads the register and changes nothing",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "sokolov", {});
      await goto(me, "/sources");
      await look(me, "sources");
      expect((await me.page.getByRole("link", { name: "Register a source" }).count()) === 0, "the way is offered");
      await goto(me, "/sources/new", 403);
    },
  },
  {
    name: "the register in every language, at both widths",
    async walk({ browser, base }) {
      for (const language of ["en", "ru", "de"]) {
        for (const width of ["desk", "phone"]) {
          const me = await someone(browser, base, "lebedev", { language, width });
          await goto(me, "/sources");
          await look(me, `sources-${language}`);
          await me.page.locator("main table a").first().click();
          await me.page.waitForURL(/\/sources\/S/);
          await look(me, `source-${language}`);
          await me.context.close();
        }
      }
    },
  },
];
