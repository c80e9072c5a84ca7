// Samples: one that came under terms which forbid copying is not studied so, and another is registered, received, lent, studied, taken
// apart and adopted. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

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

/** Follows a link of the page and waits for where it leads. */
async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: text }).first().click()]);
}

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

const strange = () => `Zanz${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the terms forbid is not opened, and the refusal names clause and post. */
async function refused(me) {
  await goto(me, "/samples?q=Oil-cooled");
  await look(me, "samples");
  await follow(me, "Oil-cooled diode of a locomotive");
  await look(me, "sample-bound");
  await follow(me, "Open a study");
  await sees(me, "What the terms forbid", "the form did not say what is forbidden");
  await look(me, "study-new");
  await me.page.locator("#method").fill("Drawn from the opened case.");
  await me.page.locator("main input[name=act][value=copy-drawings]").check();
  await press(me, "Open it");
  expect((await me.page.locator(".slips").first().textContent()).includes("is forbidden by clause"), "what the terms forbid was opened, or refused for something else");
  await look(me, "study-forbidden");
}

/** Registers a sample of this word and receives it. Answers with its address. */
async function received(me, word) {
  await goto(me, "/samples/new");
  await press(me, "Register");
  await sees(me, "Write what the sample is called", "a sample without a name was taken");
  await look(me, "sample-slips");
  await me.page.locator("#name").fill(`${word} diode (invented)`);
  await me.page.locator("#maker-name").fill(`${word} works (invented)`);
  await me.page.locator("#country").fill("SE");
  await me.page.locator("main input[name=need][value=power-rectifiers]").check();
  await me.page.locator("#plan").fill("Invented for a walk: which current it carries.");
  await me.page.locator("#plan-due").fill(inDays(60));
  await press(me, "Register");
  const address = new URL(me.page.url()).pathname;
  await look(me, "sample-expected");
  await me.page.locator("#receipt-place").fill("Laboratory 4");
  await press(me, "It came");
  await sees(me, "Laboratory 4", "the arrival was not noted");
  return address;
}

/** The engineer asks for it, the scientist lends it, the engineer confirms. */
async function lent(scientist, engineer, address) {
  await goto(engineer, address);
  await unfold(engineer, "Borrow it");
  await engineer.page.locator("#loan-purpose").fill("To run it (invented)");
  await engineer.page.locator("#loan-until").fill(inDays(30));
  await press(engineer, "Ask for it");
  await goto(scientist, address);
  await look(scientist, "sample-asked");
  await scientist.page.locator("#grant-place").fill("Test house");
  await press(scientist, "Lend it");
  await goto(engineer, address);
  await press(engineer, "I have it");
  await sees(engineer, "Test house", "the loan did not begin");
  await look(engineer, "sample-lent");
}

/** The engineer opens a study, writes down what was found, and takes the sample apart. */
async function studied(engineer, address) {
  await goto(engineer, `${address}/studies/new`);
  await engineer.page.locator("#method").fill("Loaded in steps (invented).");
  for (const act of ["test", "teardown"]) await engineer.page.locator(`main input[name=act][value=${act}]`).check();
  await press(engineer, "Open it");
  await goto(engineer, `${address}/studies/1/findings`);
  await engineer.page.locator("#title").fill("It carries more (invented)");
  await engineer.page.locator("#text").fill("It becomes eighty degrees warm.");
  const rows = engineer.page.locator("main input[name^=results-][name$=-name]");
  for (let row = 0; row < (await rows.count()); row += 1) {
    if ((await rows.nth(row).inputValue()) !== "Forward current of a diode") continue;
    const name = await rows.nth(row).getAttribute("name");
    await engineer.page.locator(`[name="${name.replace(/-name$/, "-value")}"]`).fill("0.22");
    await engineer.page.locator(`[name="${name.replace(/-name$/, "-measure")}"]`).fill("kA");
  }
  await look(engineer, "study-findings");
  await press(engineer, "Keep it");
  await sees(engineer, "= 220 A", "the unit was not converted");
  await sees(engineer, "better", "what was measured was not held against the need");
  await unfold(engineer, "Add a part");
  await engineer.page.locator("#part-name").fill("Case");
  await press(engineer, "Add it");
  await unfold(engineer, "Add a part");
  await engineer.page.locator("#above").selectOption({ label: "Case" });
  await engineer.page.locator("#part-name").fill("Plate");
  await engineer.page.locator("#part-material").fill("Aluminium");
  await press(engineer, "Add it");
  await sees(engineer, "Aluminium", "the part was not put in");
  await look(engineer, "study-teardown");
}

async function walked({ browser, base }, options) {
  const word = strange();
  const scientist = await someone(browser, base, "karpova", options);
  const engineer = await someone(browser, base, "sokolov", options);
  await refused(scientist);
  const address = await received(scientist, word);
  await lent(scientist, engineer, address);
  await studied(engineer, address);
  await goto(scientist, `${address}/studies/1`);
  await scientist.page.locator("main input[name=outcome][value=adopt]").check();
  await press(scientist, "Decide");
  expect((await scientist.page.locator(".slips").count()) === 1, "what was refused stands above the page and above the form, or it was decided without its worth");
  await scientist.page.locator("#outcome-reason").fill("It takes the place of three of ours (invented).");
  await scientist.page.locator("#value").fill("120000 RUB");
  await press(scientist, "Decide");
  await sees(scientist, "120000.00 RUB", "the outcome was not kept");
  await look(scientist, "study-adopted");
  await goto(scientist, address);
  await sees(scientist, "Begin to take over", "nobody was asked to begin");
  await goto(scientist, "/samples/alike");
  await look(scientist, "samples-alike");
  await goto(scientist, "/samples?view=idle");
  await look(scientist, "samples-idle");
}

export default [
  {
    name: "a sample refused by a clause, and one studied until it is adopted",
    async walk(place) {
      await walked(place, {});
    },
  },
  {
    name: "the same on a phone without script",
    async walk(place) {
      await walked(place, { width: "phone", script: false });
    },
  },
  {
    name: "pages of samples in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        // Her account may keep a language that another walk chose: it is chosen here, and set back.
        const me = await someone(browser, base, "karpova", { language, width });
        await speak(me, language);
        try {
          await goto(me, "/samples?view=studied");
          await look(me, `samples-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator("main table a").first().click()]);
          await look(me, `sample-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator("main a[href*='/studies/']").first().click()]);
          await look(me, `study-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
