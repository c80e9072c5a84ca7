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
  await me.page.locator("main").getByRole("link", { name: "Register a source by hand", exact: true }).click();
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

const HOST = process.env.WALK_HOST ?? "";

/** Finds out what is at an address, registers what is found, and stops at its page. */
async function found(me, address) {
  await goto(me, "/sources/new");
  await me.page.locator("#address").fill(address);
  await press(me, "Find out what it is");
}

/** Reloads the page until it says something. */
async function says(me, text) {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await me.page.locator("main").textContent()).includes(text)) return;
    await me.page.reload();
  }
  throw new Error(`the page never says “${text}”: ${await me.page.locator("main").textContent()}`);
}

const harvests = [
  ...[true, false].map((script) => ({
    name: `a feed is found behind a page, looked at, switched on and harvested${script ? "" : ", without script"}`,
    async walk({ browser, base }) {
      const word = `garn${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;
      const me = await someone(browser, base, "lebedev", { script });
      await goto(me, "/sources/new");
      await look(me, "source-find");
      await press(me, "Find out what it is");
      expect((await me.page.locator("main").textContent()).includes("write where the source is"), "no address was taken for one");
      await found(me, `http://${HOST}/page/${word}`);
      expect((await me.page.locator("#title").inputValue()) === `Letters on ${word}`, "the title of the feed was not taken over");
      expect((await me.page.locator("#address").inputValue()).endsWith(`/feed/${word}`), "the feed behind the page was not found");
      await look(me, "source-found");
      await press(me, "Register it");
      const source = new URL(me.page.url()).pathname;
      await look(me, "source-off");
      await press(me, "See what it would bring");
      expect((await me.page.locator("main").textContent()).includes(`Invented ${word} loom, part 3`), "the look does not show the feed");
      await look(me, "source-outlook");
      await goto(me, source);
      expect((await me.page.locator("main").textContent()).includes("Nothing is fetched from it"), "it is on before it was switched on");
      await press(me, "Switch it on");
      await says(me, "The last time it was asked it had something new");
      await look(me, "source-harvested");
      await press(me, "Ask it now");
      await says(me, "It answers, and it holds nothing that it had not brought before");
      await press(me, "Pause it");
      await says(me, "Nothing is fetched from it");
    },
  })),
  {
    name: "a repository is harvested over its pages, and its records are found",
    async walk({ browser, base }) {
      const word = `muhl${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;
      const me = await someone(browser, base, "lebedev", {});
      await found(me, `http://${HOST}/oai/${word}`);
      expect((await me.page.locator("#title").inputValue()) === `Archive of ${word}`, "the name of the repository was not taken over");
      await press(me, "Register it");
      const source = new URL(me.page.url()).pathname;
      await press(me, "Switch it on");
      await says(me, `Invented ${word} mill, part 3`);
      await look(me, "source-repository");
      const answer = await me.page.request.get(new URL(`/api/v1${source}/counts`, base).href);
      if (answer.ok()) expect((await answer.json()).n_records === 3, "not all of the repository came");
    },
  },
  {
    name: "an address that leads inside, is busy or is nothing is refused with what to do",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev", {});
      for (const [address, sentence] of [
        [`http://${HOST}/inside`, "leads into a network that is not public"],
        ["http://127.0.0.1:9009/", "leads into a network that is not public"],
        [`http://${HOST}/busy`, "asks to be left alone"],
        [`http://${HOST}/nothing`, "There is nothing at this address"],
        ["file:///etc/passwd", "only http and https"],
        ["folder:../office", "There is no folder"],
      ]) {
        await found(me, address);
        const text = await me.page.locator("main").textContent();
        expect(text.includes(sentence), `${address} is answered with ${text}`);
        expect((await me.page.locator("#address").inputValue()) === address, "what was typed is gone");
      }
      await look(me, "source-refused");
    },
  },
];

const coverage = [
  {
    name: "a gap is seen, somebody is asked to close it, and reports what was found",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev", {});
      await goto(me, "/sources/worth");
      await look(me, "source-worth");
      await goto(me, "/sources/coverage");
      await look(me, "coverage");
      // Any need will do: one that is served may be served better.
      const href = await me.page.locator("main table a[href$='/gap']").last().getAttribute("href");
      await goto(me, href);
      await look(me, "gap");
      await press(me, "Ask them");
      expect((await me.page.locator("main").textContent()).includes("Choose the post"), "nobody was asked, and it was not said");
      const post = await me.page.locator("#to option", { hasText: "Documentalist, requests for information" }).first().getAttribute("value");
      await me.page.locator("#to").selectOption(post);
      await press(me, "Ask them");
      expect((await me.page.locator("main").textContent()).includes("A source is being looked for"), "it does not say that somebody is asked");
      await goto(me, "/?kind=cover");
      expect((await me.page.locator("main").textContent()).includes("Find a source for this need"), "it does not stand in the inbox");
      await look(me, "inbox-gap");
      await goto(me, href);
      await me.page.locator("#account").fill("A catalogue of the works, once a year");
      await look(me, "gap-asked");
      await press(me, "Report it");
      expect(!(await me.page.locator("main").textContent()).includes("A source is being looked for"), "it is still asked for");
    },
  },
];

export default [
  ...harvests,
  ...coverage,
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
          for (const [path, name] of [["new", "source-find"], ["new?kind=feed&address=https%3A%2F%2Fjournal.invalid%2Ffeed&title=Letters", "source-form"], ["worth", "source-worth"], ["coverage", "coverage"]]) {
            await goto(me, `/sources/${path}`);
            await look(me, `${name}-${language}`);
          }
          await me.page.locator("main table a[href$='/gap']").first().click();
          await me.page.waitForURL(/\/gap$/);
          await look(me, `gap-${language}`);
          await me.context.close();
        }
      }
    },
  },
];
