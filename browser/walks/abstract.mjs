// The work of an abstractor: a record is taken out of the queue, written of, graded and coded; another codes a drawn one
// blind; two records are joined and parted again. The password of the accounts is in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

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

const text = (me) => me.page.locator("main").textContent();

/** Opens a disclosure if it is shut. */
async function open(me, words) {
  const summary = me.page.locator("main summary", { hasText: words }).first();
  if (!(await summary.evaluate((one) => one.parentElement.open))) await summary.click();
}

const written = (script) => ({
  name: `a record is taken, written of, graded and coded${script ? "" : ", without script"}`,
  async walk({ browser, base }) {
    const me = await someone(browser, base, "lebedev", { script });
    await goto(me, "/records");
    await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Abstracts", exact: true }).click()]);
    expect((await text(me)).includes("First those that most posts wait over"), "the queue does not say why it is in this order");
    await look(me, "abstract-queue");
    // Its key is part of its name where there is a script.
    await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: "Take the first that is free" }).click()]);
    const form = new URL(me.page.url()).pathname;
    expect(/^\/records\/R\w+\/abstract$/.test(form), `taking led to ${form}`);
    await look(me, "abstract-form");
    await press(me, "Keep");
    expect((await text(me)).includes("Nothing is written, graded or coded"), "nothing was taken for an abstract");
    await look(me, "abstract-form-slips");
    await me.page.locator("#purpose").fill("Invented: for the shop that winds motors.");
    await me.page.locator("#advantage").fill("Invented: half the scrap.");
    await open(me, "Translate the title");
    await me.page.locator("#title").fill("Придуманный перевод названия");
    expect((await me.page.locator("#reliability").inputValue()) === "", "a grade is chosen that nobody gave");
    await me.page.locator("#reliability").selectOption("B");
    await me.page.locator("#credibility").selectOption("2");
    await me.page.locator("#scheme").selectOption("grnti");
    await me.page.locator("#codes").fill("45.53, 55.41");
    await press(me, "Keep");
    const record = form.replace(/\/abstract$/, "");
    expect(new URL(me.page.url()).pathname === record, `keeping led to ${me.page.url()}`);
    const said = await text(me);
    for (const words of ["half the scrap", "Translated by the office", "probably true", "45.53"]) {
      expect(said.includes(words), `the page of the record does not say “${words}”`);
    }
    await look(me, "abstract-record");
    await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "What was done with it", exact: true }).first().click()]);
    await look(me, "abstract-followed");
    await goto(me, form);
    await me.page.locator("#advantage").fill("Invented: a third of the scrap.");
    await press(me, "Keep");
    await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "What was done with it", exact: true }).first().click()]);
    expect((await text(me)).includes("Version 1"), "the version before is not shown");
    await goto(me, "/abstracts/became");
    expect((await text(me)).includes("Put to use or under study"), "what became of the abstracts is not counted");
    await look(me, "abstract-became");
    await goto(me, "/abstracts/codes");
    expect((await text(me)).includes("of 50"), "it is not said how many accepted records are wanted");
    await look(me, "abstract-codes");
  },
});

export default [
  written(true),
  written(false),
  {
    name: "who may not document has no queue and sees the abstract beside the author's",
    async walk({ browser, base }) {
      const lebedev = await someone(browser, base, "lebedev", {});
      await goto(lebedev, "/abstracts/became");
      const first = await lebedev.page.locator("main table a").first().getAttribute("href");
      const sokolov = await someone(browser, base, "sokolov", {});
      await goto(sokolov, "/abstracts", 403);
      await goto(sokolov, first);
      await look(sokolov, "abstract-of-another");
    },
  },
  {
    name: "a record that was drawn is coded by a second person, who does not see the first codes",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "vlasova", {});
      await goto(me, "/abstracts/second");
      expect((await text(me)).includes("Hooper"), "no agreement is shown");
      await look(me, "abstract-second");
      const link = me.page.locator("main li a[href*='/second?scheme=grnti']").first();
      await Promise.all([me.page.waitForNavigation(), link.click()]);
      const record = /\/records\/(R\w+)\//.exec(me.page.url())[1];
      expect(!/\d\d\.\d\d/.test(await me.page.locator("main form").textContent()), "the first codes are shown");
      await look(me, "abstract-second-form");
      await goto(me, `/records/${record}`);
      expect((await text(me)).includes("waits for a second person"), "the page of the record is not blind");
      await goto(me, `/records/${record}/second`);
      await press(me, "Keep the codes");
      expect((await text(me)).includes("Give at least one code"), "no code was taken for one");
      await me.page.locator("#codes").fill("55.41");
      await press(me, "Keep the codes");
      expect((await me.page.locator(`main li a[href*='${record}']`).count()) === 0, "it still waits");
      await goto(me, `/records/${record}`);
      expect(!(await text(me)).includes("waits for a second person"), "the codes are still hidden");
    },
  },
  {
    name: "two records are laid side by side, joined with a reason, and parted again",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev", {});
      await goto(me, "/search?q=%22residual%20stress%22");
      const links = me.page.locator("main .card-title a");
      expect((await links.count()) >= 2, "there are no two records of one title");
      const [one, other] = [await links.nth(0).getAttribute("href"), await links.nth(1).getAttribute("href")];
      await goto(me, `${one}/duplicates`);
      await look(me, "abstract-duplicates");
      await goto(me, `${one}/duplicates?other=${other.split("/").pop()}`);
      expect((await text(me)).includes("Side by side"), "they are not laid side by side");
      await look(me, "abstract-side-by-side");
      await press(me, "Join them");
      expect((await text(me)).includes("Write why"), "they were joined without a reason");
      await me.page.locator("#join-reason").fill("Invented: printed twice");
      await press(me, "Join them");
      expect((await text(me)).includes("Invented: printed twice"), "the reason is not shown");
      expect((await text(me)).includes("Sources that are one in this record"), "it is not shown what each source gave");
      await look(me, "abstract-joined");
      await goto(me, other);
      await goto(me, `${one}/duplicates`);
      await me.page.locator("#unjoin-reason").fill("Invented: two papers after all");
      await press(me, "Undo it");
      expect((await text(me)).includes("two papers after all"), "why it was undone is not shown");
      await goto(me, `${other}`);
      expect(new URL(me.page.url()).pathname === other, "the other has not its own page again");
    },
  },
  ...["ru", "de"].flatMap((language) =>
    ["desk", "phone"].map((width) => ({
      name: `the pages of the abstractors in ${language} at ${width}`,
      async walk({ browser, base }) {
        const me = await someone(browser, base, "vlasova", { language, width });
        for (const [address, name] of [["/abstracts", "queue"], ["/abstracts/second", "second"], ["/abstracts/became?of=all", "became"], ["/abstracts/codes", "codes"]]) {
          await goto(me, address);
          await look(me, `abstract-${name}`);
        }
        await goto(me, "/abstracts/became?of=all");
        const digest = await me.page.locator("main table a").first().getAttribute("href");
        await goto(me, digest);
        await look(me, `abstract-followed`);
        const record = await me.page.locator("nav a[href^='/records/R'], main a[href^='/records/R']").first().getAttribute("href");
        const name = record.split("#")[0];
        await goto(me, `${name}/abstract`);
        await look(me, `abstract-form`);
        await goto(me, `${name}/duplicates`);
        await look(me, `abstract-duplicates`);
      },
    })),
  ),
];
