// A restricted paragraph is chased: a word is planted in a record, taken along into an excerpt, its translation, an answer, a bulletin, a
// mail, a feed and an export; then the record is made narrower, and whoever may not see it comes upon the word nowhere any more. The
// letters lie in WALK_MAIL, where a mail server keeps them; the password of the accounts is in UPTAKE_PASSWORD.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";
const MAIL = process.env.WALK_MAIL ?? "";

/** A word that stands nowhere else. */
const strange = () => `qvorl${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main, aside").getByRole("button", { name: text, exact: true }).first().click()]);
}

/** Opens what is folded away. */
const unfold = (me) => me.page.locator("main details").evaluateAll((all) => all.forEach((one) => { one.open = true; }));

const text = (me) => me.page.locator("body").textContent();

const place = (me) => new URL(me.page.url()).pathname;

/** Asks a question and has it answered out of the records that are named; answers the address of the record that the answer became. */
async function answered(asker, answerer, word, title, words, cites) {
  await goto(asker, "/requests/new");
  await asker.page.locator("#question").fill(`What is known of ${word}, by walk?`);
  await press(asker, "Ask");
  const request = place(asker);
  await goto(answerer, request);
  await unfold(answerer);
  await answerer.page.locator("#answer-title").fill(title);
  await answerer.page.locator("#answer-text").fill(words);
  await answerer.page.locator("#answer-cites").fill(cites);
  await press(answerer, "Keep the answer");
  const record = await answerer.page.locator("main a[href^='/records/R']", { hasText: title }).first().getAttribute("href");
  return { request, record: record.split(/[?#]/)[0] };
}

/** Waits until an issue lies there printed. */
async function printed(me) {
  for (let tries = 0; tries < 300; tries += 1) {
    await me.page.reload();
    if (!(await text(me)).includes("It is being printed")) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error("the issue is not printed");
}

/** The letters in which a word stands, as they lie at the mail server. */
async function mailed(word) {
  const files = (await readdir(MAIL)).filter((file) => file.endsWith(".eml"));
  const letters = await Promise.all(files.map((file) => readFile(path.join(MAIL, file), "utf8")));
  const plain = (letter) => {
    const parts = letter.split(/\r?\n\r?\n/).filter((part) => /^[A-Za-z0-9+/=\r\n]+$/.test(part) && part.length > 100);
    return letter.replace(/=\r?\n/g, "") + parts.map((part) => Buffer.from(part, "base64").toString("utf8")).join("\n");
  };
  return letters.filter((letter) => plain(letter).includes(word)).length;
}

/** Waits until something is so. */
async function until(what, holds) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`it is not so: ${what}`);
}

const chased = (width) => ({
  name: `a restricted paragraph is chased through all that was made out of it, at ${width}`,
  async walk({ browser, base }) {
    const word = strange();
    const lebedev = await someone(browser, base, "lebedev", { width });
    const sokolov = await someone(browser, base, "sokolov", { width });
    const karpova = await someone(browser, base, "karpova", { width });

    // The paragraph, an excerpt of it, and the excerpt in other words and another language.
    const { record } = await answered(sokolov, lebedev, word, `How ${word} is cooled`, `Invented: ${word} is cooled by oil.`, "");
    await goto(lebedev, record);
    await Promise.all([lebedev.page.waitForNavigation(), lebedev.page.locator("main").getByRole("link", { name: "Take an excerpt", exact: true }).first().click()]);
    await look(lebedev, `excerpt-${width}`);
    await lebedev.page.locator("#passage").fill(`Invented: ${word} by oil.`);
    await press(lebedev, "Take it");
    expect((await text(lebedev)).includes("whoever quotes it has to find it again"), "an excerpt without a place was taken");
    await look(lebedev, `excerpt-slips-${width}`);
    await lebedev.page.locator("#place").fill("p. 14");
    await lebedev.page.locator("#title").fill(`Out of the paper on ${word}`);
    await press(lebedev, "Take it");
    const excerpt = place(lebedev);
    expect(/^\/records\/R\w+$/.test(excerpt) && excerpt !== record, `taking led to ${excerpt}`);
    expect((await text(lebedev)).includes("It rests on"), "the excerpt does not say out of what it is");
    await look(lebedev, `excerpt-taken-${width}`);
    await goto(lebedev, `${excerpt}/abstract`);
    await unfold(lebedev);
    await lebedev.page.locator("#purpose").fill(`Invented: for shops that have ${word}.`);
    await lebedev.page.locator("#translation").fill(`Придумано: ${word} в масле.`);
    await press(lebedev, "Keep");
    const digest = await lebedev.page.locator("main a[href^='/abstracts/']").first().getAttribute("href");

    // An answer out of the excerpt, and a journal with all of it.
    const second = await answered(sokolov, lebedev, `the oil of ${word}`, `The oil of ${word}`, `Invented: mineral oil for ${word}.`, excerpt.split("/").pop());
    await goto(lebedev, "/bulletins/new?kind=journal");
    await lebedev.page.locator("#name").fill(`Of ${width} oil`);
    await lebedev.page.locator("#query").fill(word);
    await press(lebedev, "Found it");
    const bulletin = place(lebedev);
    await press(lebedev, "Make addresses");
    const atom = await lebedev.page.locator("a[href$='/atom']").getAttribute("href");
    await goto(sokolov, bulletin);
    const posts = sokolov.page.locator("select[name=post]");
    const own = await posts.locator("option").evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
    await posts.selectOption(own[0]);
    await press(sokolov, "Take it");
    expect(place(sokolov) === bulletin, `taking it led to ${place(sokolov)}`);
    await goto(lebedev, bulletin);
    await lebedev.page.locator("#since").fill(new Date(Date.now() - 2 * 86400000).toISOString().slice(0, 10));
    // What came in today belongs to it: the form offers days that are over.
    await lebedev.page.locator("#until").fill(new Date().toISOString().slice(0, 10));
    await press(lebedev, "Begin");
    const issue = place(lebedev);
    await press(lebedev, "Have it printed");
    await printed(lebedev);
    const print = await lebedev.page.locator("a[href$='/prints/html']").getAttribute("href");
    await press(lebedev, "Release it");

    // Before it is narrowed everybody comes upon it, the world as well.
    const stranger = await browser.newContext({ baseURL: base });
    const out = async () => {
      const feed = await stranger.request.get(atom);
      const link = /<link[^>]*href="([^"]*\/html)"/.exec(await feed.text())?.[1];
      const page = link ? await stranger.request.get(new URL(link).pathname) : null;
      return { link, says: page !== null && page.status() === 200 && (await page.text()).includes(word) };
    };
    const before = await out();
    expect(before.says, "who has the address of the feed does not read the issue");
    await until("a letter brought the issue", async () => (await mailed(word)) > 0);
    await until("the word is found", async () => {
      await goto(karpova, `/records?q=${word}`);
      return (await karpova.page.locator(".card-title a").count()) >= 3;
    });
    const given = async (me, form) => (await me.context.request.get(`/records/export?q=${word}&form=${form}`)).text();
    expect((await given(karpova, "ris")).includes(word), "the export does not hold it");
    const ways = [record, excerpt, second.record, digest, issue, print];
    for (const address of ways) {
      expect((await karpova.context.request.get(address)).status() === 200, `${address} is hidden from whom it is open to`);
    }

    // The paragraph is made narrower, and nothing else is.
    await goto(lebedev, record);
    await lebedev.page.locator("summary", { hasText: "Make it narrower" }).click();
    await lebedev.page.locator("input[name=level][value=restricted]").check();
    await press(lebedev, "Look what it does");
    expect((await text(lebedev)).includes("What was made out of the record follows"), "it is not said that it follows");
    await press(lebedev, "Add to the marking");
    for (const address of [record, excerpt, second.record]) {
      await goto(lebedev, address);
      expect((await lebedev.page.locator(".tag", { hasText: "Restricted" }).count()) > 0, `${address} is not marked as what it was made out of`);
    }
    await look(lebedev, `chase-narrowed-${width}`);

    // Who may not see it comes upon the word nowhere: not at what was made of it, not by searching, not in a file, not by an old address.
    for (const address of ways) await goto(karpova, address, 404);
    await look(karpova, `chase-nowhere-${width}`);
    await goto(karpova, `/records?q=${word}`);
    expect((await karpova.page.locator(".card-title a").count()) === 0, "it is still found");
    for (const form of ["ris", "bibtex", "csl-json", "csv"]) {
      expect(!(await given(karpova, form)).includes(word), `the export as ${form} still holds it`);
    }
    for (const address of [second.request, bulletin, "/bulletins", "/requests?view=all", "/abstracts/became?of=all", "/records"]) {
      const page = await karpova.context.request.get(address);
      const said = (await page.text()).replaceAll(`What is known of the oil of ${word}, by walk?`, "").replaceAll(`What is known of ${word}, by walk?`, "");
      // The questions themselves were asked openly; what a bulletin looks for says its editor.
      const own = address === bulletin || address === "/bulletins";
      expect(own || !said.includes(word), `${address} still says it`);
    }
    const after = await out();
    expect(after.link === undefined, "the feed still leads to the issue");
    expect((await stranger.request.get(new URL(before.link).pathname)).status() === 404, "an address that was read before still answers");
    const oai = await stranger.request.get("/oai?verb=ListRecords&metadataPrefix=oai_dc");
    expect(!(await oai.text()).includes(word), "the repository gives it");

    // Who may see it still has all of it.
    for (const address of [record, excerpt, second.record, issue]) await goto(sokolov, address);
    expect((await given(sokolov, "ris")).includes(word), "who may see it has lost it");
  },
});

export default [
  chased("desk"),
  chased("phone"),
  ...["ru", "de"].map((language) => ({
    name: `the form of an excerpt in ${language}`,
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev", { language, width: "phone" });
      await goto(me, "/records");
      const record = await me.page.locator(".card-title a").first().getAttribute("href");
      await goto(me, `${record.split(/[?#]/)[0]}/excerpts`);
      await look(me, `excerpt-${language}`);
    },
  })),
];
