// Figures: the funnel with its tables, the cases behind a number, filters, the curves of time to production, the silo map, and print. The
// password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** A number as it stands in a cell. */
function number(text) {
  return Number(text.replace(/[^\d]/g, ""));
}

/** The funnel narrows, is told in words, and each number leads to as many cases. */
async function funnel(me) {
  await goto(me, "/figures");
  await look(me, "figures-funnel");
  expect(await me.page.locator("svg.drawing.lying").first().isVisible(), "the funnel is not drawn");
  const told = await me.page.locator("#funnel-wide-text").textContent();
  expect(/\d/.test(told ?? ""), "the funnel is not told to those who do not see it");
  const rows = me.page.locator("table").first().locator("tbody tr");
  const reached = (await rows.locator("td:nth-of-type(1)").allTextContents()).map(number);
  expect(reached.length >= 6 && reached.every((n, at) => at === 0 || n <= reached[at - 1]), `the funnel widens: ${reached}`);
  const link = me.page.locator('main a[href*="set=reached"][href*="stage=production"]').first();
  const said = number(await link.textContent());
  await Promise.all([me.page.waitForNavigation(), link.click()]);
  await look(me, "figures-behind");
  const n_lines = await me.page.locator("main tbody tr").count();
  expect(n_lines === Math.min(said, 500), `${n_lines} cases stand behind the number ${said}`);
}

/** A filter narrows what is counted. */
async function narrowed(me) {
  await goto(me, "/figures");
  const whole = await me.page.locator('main a[href*="set=reached"][href*="stage=delivered"]').first().textContent();
  await goto(me, "/figures?since=2100-01-01");
  expect(await me.page.getByText("Nothing to count").isVisible(), "cases that are still to begin are counted");
  await goto(me, "/figures?until=2100-01-01&group=department");
  const again = await me.page.locator('main a[href*="set=reached"][href*="stage=delivered"]').first().textContent();
  expect(whole === again, "a filter that holds for all takes something away");
}

async function others(me) {
  await goto(me, "/figures?figure=ladder&group=origin");
  await look(me, "figures-ladder");
  await goto(me, "/figures?figure=silo");
  await look(me, "figures-silo");
  expect((await me.page.locator("main table").first().locator("tbody tr").count()) > 1, "nothing passes between departments");
  for (const figure of ["radar", "growth", "process"]) {
    await goto(me, `/figures?figure=${figure}`);
    await look(me, `figures-${figure}`);
    expect(await me.page.locator("svg.drawing.lying").first().isVisible(), `${figure} is not drawn`);
    expect((await me.page.locator("main table tbody tr").count()) > 0, `${figure} has no table`);
  }
  for (const figure of ["funnel", "ladder", "silo", "radar", "growth", "process"]) {
    const file = await me.page.request.get(new URL(`/figures/figures.pdf?figure=${figure}`, me.page.url()).href);
    const bytes = await file.body();
    expect(file.ok() && bytes.subarray(0, 5).toString() === "%PDF-" && bytes.length > 5_000, `${figure} was not printed`);
  }
}

/** What books state stands with its source; what none states stands as not known, and a claim as a claim. */
async function stated(me) {
  await goto(me, "/figures/stated?programme=Technology gathered abroad, 1950s and 1960s");
  await look(me, "figures-stated-funnel");
  const values = await me.page.locator("main table").first().locator("tbody tr td:nth-of-type(1)").allTextContents();
  expect(values.length === 7 && values.filter((text) => text.includes("not known")).length === 6, `stages say ${values}`);
  const about = me.page.getByRole("link", { name: "about 2,000" }).first();
  await Promise.all([me.page.waitForNavigation(), about.click()]);
  await look(me, "figures-stated-one");
  expect(await me.page.getByText("Autio-Sarasmo").first().isVisible(), "a stated figure names no source");
  await goto(me, "/figures/stated");
  await look(me, "figures-stated-shares");
  const plan = me.page.locator("main tbody tr", { hasText: "Plan of heavy industry" });
  const said = await plan.textContent();
  expect(said.includes("108%") && said.includes("claimed"), `fulfilment is told as ${said}`);
  const file = await me.page.request.get(new URL("/figures/stated.pdf", me.page.url()).href);
  expect(file.ok() && (await file.body()).subarray(0, 5).toString() === "%PDF-", "what is stated was not printed");
}

/** A share above the whole is refused at its place; put right, it stands among the others. */
async function written(me) {
  await goto(me, "/figures/stated/new?programme=Second plan");
  await me.page.locator("input[name=parameter]").fill("Share of imported machines");
  await me.page.locator("select[name=kind]").selectOption("import-share");
  await me.page.locator("input[name=value]").fill("112");
  await me.page.locator("input[name=source]").fill("A yearbook");
  const keep = () => Promise.all([me.page.waitForNavigation(), me.page.getByRole("button", { name: "Keep the figure" }).click()]);
  await keep();
  expect(await me.page.getByText("between 0 and 100 percent").first().isVisible(), "a share above the whole is kept");
  await look(me, "figures-stated-refused");
  await me.page.locator("input[name=value]").fill("11.2");
  await keep();
  expect(await me.page.getByText("11.2%").first().isVisible(), "what was written down is not shown");
  await goto(me, "/figures/stated?programme=Second plan");
  expect(await me.page.getByRole("link", { name: "Share of imported machines" }).isVisible(), "it does not stand in its programme");
}

async function phone(me) {
  for (const figure of ["funnel", "ladder", "silo", "radar", "growth", "process"]) {
    await goto(me, `/figures?figure=${figure}`);
    await look(me, `figures-${figure}-phone`);
    expect(await me.page.locator("svg.drawing.upright").first().isVisible(), `${figure} does not stand upright on a phone`);
  }
}

export default {
  name: "Figures: where technologies are lost, when and why",
  async walk({ browser, base }) {
    const me = await someone(browser, base, "sokolov");
    await funnel(me);
    await narrowed(me);
    await others(me);
    await stated(me);
    await written(await someone(browser, base, "orlova"));
    const small = await someone(browser, base, "sokolov", { width: "phone" });
    await phone(small);
    await goto(small, "/figures/stated");
    await look(small, "figures-stated-phone");
  },
};
