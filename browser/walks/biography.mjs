// Biographies: the whole thread of a need and of a specimen as one drawing with a table beneath, upright on a phone, and printed. The
// password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { execFileSync } from "node:child_process";

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** The words of a PDF, without blanks; null where no program reads them here. */
function words(bytes) {
  try {
    return execFileSync("pdftotext", ["-", "-"], { input: bytes }).toString().replace(/\s+/g, "");
  } catch {
    return null;
  }
}

/** Which of the two drawings is shown, and whether its words say what it shows. */
async function shown(me, lie, other) {
  expect(await me.page.locator(`svg.drawing.${lie}`).isVisible(), `the drawing that is ${lie} is not shown`);
  expect(!(await me.page.locator(`svg.drawing.${other}`).isVisible()), `the drawing that is ${other} is shown beside it`);
  const told = await me.page.locator(`svg.drawing.${lie} > desc`).textContent();
  expect(/\d/.test(told ?? ""), "the drawing is not told to those who do not see it");
}

/** The way from a need to its biography, and every happening in drawing and table. */
async function need(me) {
  await goto(me, "/needs/power-rectifiers");
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Biography" }).first().click()]);
  await look(me, "biography-need");
  await shown(me, "lying", "upright");
  const n_lines = await me.page.locator("main tbody tr").count();
  expect(n_lines > 3, "a need that was worked on for months has no life");
  const first = await me.page.locator("#event-1").textContent();
  expect(first.trim().length > 0, "the first line says nothing");
  const numbers = await me.page.locator("svg.drawing.lying text.ink-paper").allTextContents();
  expect(numbers.length > 0 && numbers.every((one) => Number(one) >= 1 && Number(one) <= n_lines), "a dot has a number that is no line of the table");
  expect(await me.page.getByRole("heading", { name: "Gaps" }).isVisible(), "what is missing is not told");
}

/** A specimen behind which stood no need: the gap is told, and the print has the same words. */
async function specimen(me) {
  await goto(me, "/samples?q=Silicon+rectifier+stack");
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Silicon rectifier stack (invented)" }).first().click()]);
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Biography" }).first().click()]);
  await look(me, "biography-sample");
  const address = new URL(me.page.url());
  const file = await me.page.request.get(`${address.origin}${address.pathname}/biography.pdf`);
  expect(file.ok() && file.headers()["content-type"] === "application/pdf", "the biography was not printed");
  const bytes = await file.body();
  expect(bytes.subarray(0, 5).toString() === "%PDF-" && bytes.length > 5_000, "what was printed is no PDF");
  const printed = words(bytes);
  for (const said of ["Biography: Silicon rectifier stack", "What happened", "Acquisition", "Gaps"]) {
    expect(printed === null || printed.includes(said.replace(/\s+/g, "")), `the print does not say ${said}`);
  }
  const data = await me.page.request.get(`${address.origin}/api/v1/biographies/${address.pathname.split("/").pop()}`);
  const told = await data.json();
  const n_lines = await me.page.locator("main tbody tr").count();
  expect(told.events.length === n_lines, "the API tells another life than the page");
  expect(told.things.some((one) => one.thing.noun === "need"), "the need for which the specimen came is not on its thread");
}

/** One of the two thousand, of which nothing is known but that it came. */
async function counted(me) {
  await goto(me, "/samples?view=gone&q=Imported+specimen");
  await look(me, "samples-counted");
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main tbody").getByRole("link").first().click()]);
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("link", { name: "Biography" }).first().click()]);
  expect(await me.page.locator("svg.drawing.lying").isVisible(), "a specimen of the count has no biography");
  const gaps = await me.page.locator("section[aria-labelledby=gaps] li").allTextContents();
  expect(gaps.some((gap) => gap.includes("nothing is known of these stages")), "that no need stood behind it is not told");
  await look(me, "biography-counted");
}

export default [
  {
    name: "the biography of a need, of a sample and of one of the two thousand, printed",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "karpova", {});
      await need(me);
      await specimen(me);
      await counted(me);
    },
  },
  {
    name: "biographies on a phone, in Russian and German",
    async walk({ browser, base }) {
      for (const language of ["ru", "de"]) {
        // Her account may keep a language that another walk chose: it is chosen here, and set back.
        const me = await someone(browser, base, "karpova", { language, width: "phone" });
        await speak(me, language);
        try {
          await goto(me, "/biography/need:power-rectifiers");
          await look(me, `biography-${language}`);
          await shown(me, "upright", "lying");
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
];
