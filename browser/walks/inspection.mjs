// Inspection: a programme is drawn by a seed that nobody chose, and `uptake draw` draws the same; a visit is made on a phone with the network cut;
// a finding is not closed by who did it, but by another, and opened again. The password of the accounts is the one that `uptake demo`
// prints, in UPTAKE_PASSWORD; the program is the one in UPTAKE_PROGRAM, and without it the draw is not made again.

import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";
const PROGRAM = process.env.UPTAKE_PROGRAM ?? "";

const SENT = "All that you wrote is with the office.";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).first().click()]);
}

async function sees(me, text, otherwise) {
  expect(await me.page.getByText(text).first().isVisible(), otherwise);
}

/** Opens what is folded. */
async function unfold(me, text) {
  const folded = me.page.locator("main details:not([open]) > summary").filter({ hasText: text });
  if (await folded.count()) await folded.first().click();
}

const strange = () => `Zinsp${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

/** A day in some days, as it is typed. */
const inDays = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A programme over what the locomotive works claim. Answers with its address. */
async function written(me, word) {
  await goto(me, "/inspections");
  await look(me, "inspections");
  await goto(me, "/inspections/new");
  await press(me, "Keep");
  await look(me, "inspection-slips");
  await me.page.locator("#title").fill(`${word} programme (invented)`);
  await me.page.locator("#rung").selectOption("received");
  await me.page.locator("main input[name=unit][value=locomotive-works]").check();
  await me.page.locator("#since").fill(inDays(0));
  await me.page.locator("#until").fill(inDays(30));
  await me.page.locator("#visits").fill("40");
  await me.page.locator("#questions-yes-no").fill("Does it run?");
  await me.page.locator("#questions-photo").fill("The machine");
  await look(me, "inspection-new");
  await press(me, "Keep");
  await sees(me, "Fix what can be drawn", "the programme was not written");
  await sees(me, "Hash of the seed", "the hash of the seed is not published");
  await look(me, "inspection-drafted");
  return new URL(me.page.url()).pathname;
}

/** Fixes the frame and draws. */
async function drawn(me, address) {
  await press(me, "Fix the frame");
  await sees(me, "Draw who is visited", "the frame was not fixed");
  await press(me, "Draw");
  await sees(me, "Anybody draws the same", "nothing was drawn");
  await look(me, "inspection-drawn");
  expect((await me.page.locator("#frame").locator("..").getByText(/^drawn, place/).count()) > 0, "no claim is drawn");
  if (!PROGRAM) return;
  const frame = await me.page.evaluate((path) => fetch(path).then((answer) => answer.text()), `${address}/frame.csv`);
  const file = join(mkdtempSync(join(tmpdir(), "frame-")), "frame.csv");
  writeFileSync(file, frame);
  const line = await me.page.locator("#seed").locator("..").locator("pre").textContent();
  const [, seed, visits] = /--seed '([^']+)' --visits (\d+)/.exec(line);
  const again = execFileSync(PROGRAM, ["draw", file, "--seed", seed, "--visits", visits, "--drawn", "--json"], { encoding: "utf8" });
  const claims = again.trim().split("\n").map((one) => JSON.parse(one)).filter((one) => one.claim).map((one) => one.claim).sort();
  const shown = await me.page.evaluate(async (name) => {
    const answer = await fetch(`/api/v1/visits?inspection=${name}`);
    return (await answer.json()).items.map((one) => one.adoption).sort();
  }, address.split("/").at(-1));
  expect(JSON.stringify(claims) === JSON.stringify(shown), `uptake draw drew ${claims}, the office ${shown}`);
}

/** Names who goes: not who owns the claim, nor who was there the last time. Answers with the address of the visit. */
async function named(me) {
  const visits = await me.page.locator("#visits").locator("..").getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")).filter((href) => href.startsWith("/visits/")));
  for (const [at, visit] of visits.entries()) {
    await goto(me, visit);
    if (at === 0) await look(me, "visit-drawn");
    await unfold(me, "Name who goes");
    await me.page.locator("#to").selectOption("traction-engineer");
    await press(me, "Name the inspector");
    await sees(me, /acts for the post that owns this claim|belongs to the unit that is visited/, "the owner was named to inspect what they own");
    if (at === 0) await look(me, "visit-not-independent");
    await unfold(me, "Name who goes");
    await me.page.locator("#to").selectOption("turbine-engineer");
    await press(me, "Name the inspector");
    if (!(await me.page.getByText("inspected this claim the last time").count())) return visit;
  }
  throw new Error("mironov was at every claim the last time");
}

const says = (me, text) => me.page.locator("[data-state]").filter({ hasText: text }).waitFor();

async function cut(me, off) {
  for (const reason of ["net::ERR_FAILED", "net::ERR_INTERNET_DISCONNECTED"]) me.forgiven.add(reason);
  await me.context.setOffline(off);
}

/** The checklist is filled in on a phone without a network, and is with the office once there is one. */
async function outside(me, address) {
  await goto(me, `${address}/checklist`);
  await says(me, SENT);
  await me.page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await me.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await look(me, "checklist");
  await cut(me, true);
  const first = me.page.locator("[data-question='1']");
  await first.getByLabel("yes", { exact: true }).check();
  await first.getByRole("button", { name: /^Keep/ }).click();
  await says(me, "Not sent yet: 1");
  const second = () => me.page.locator("[data-question='2']");
  const picture = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");
  await second().locator("input[type=file]").first().setInputFiles({ name: "machine.jpg", mimeType: "image/jpeg", buffer: picture });
  await second().getByRole("button", { name: /^Add/ }).click();
  await says(me, "Not sent yet: 2");
  await me.page.reload();
  await says(me, "Not sent yet: 2");
  expect(await me.page.locator("[data-question='1']").getByLabel("yes", { exact: true }).isChecked(), "what was noted is gone after the page was opened without a network");
  await look(me, "checklist-offline");
  await cut(me, false);
  await says(me, SENT);
  await goto(me, address);
  await sees(me, "as it was taken", "the photograph is not there under its seal");
  await sees(me, "machine.jpg", "the photograph did not come");
}

/** Closes the visit and writes a finding. Answers with the address of the finding. */
async function closed(me, address, word) {
  await me.page.getByLabel("not in use", { exact: true }).check();
  await me.page.locator("#words").fill(`${word}: it stands in crates (invented).`);
  await press(me, "Close the visit");
  await sees(me, "It is not used.", "the visit was not closed");
  await unfold(me, "Write a finding");
  await me.page.locator("#text").fill(`${word} stands in crates (invented)`);
  await me.page.locator("#action").fill("Set it up (invented)");
  await me.page.locator("#owner").fill("traction-engineer");
  await look(me, "visit-closed");
  await press(me, "Write the finding");
  await sees(me, "Set it up (invented)", "the finding was not written");
  return new URL(me.page.url()).pathname;
}

/** Said to be done by its owner, who cannot close it; closed by the inspector, and opened again. */
async function settled(owner, inspector, address) {
  await goto(owner, address);
  await owner.page.locator("#said").fill("It stands in hall 3 (invented).");
  const claim = await owner.page.evaluate(async (name) => {
    const finding = await (await fetch(`/api/v1/findings/${name}`)).json();
    return (await (await fetch(`/api/v1/visits/${finding.visit}`)).json()).adoption;
  }, address.split("/").at(-1));
  await owner.page.locator("#evidence").fill(`adoption:${claim}`);
  await press(owner, "It is done");
  await sees(owner, "said to be done", "it was not said to be done");
  await owner.page.locator("#said").fill("I close it myself (invented).");
  await press(owner, "Seen: close it");
  await sees(owner, "somebody else has to see it and close it", "whoever did it closed it");
  await look(owner, "finding-own");
  await goto(inspector, address);
  await inspector.page.locator("#said").fill("Seen in hall 3 (invented).");
  await press(inspector, "Seen: close it");
  await sees(inspector, "Seen and closed", "another did not close it");
  await inspector.page.locator("#said").fill("It was carried out again (invented).");
  await press(inspector, "Open it again");
  const count = inspector.page.locator("dl.summary div").filter({ hasText: "Opened again" }).locator("dd");
  expect((await count.first().textContent()).trim() === "1", "that it was opened again is not counted");
  await look(inspector, "finding-reopened");
  await goto(inspector, "/findings");
  await look(inspector, "findings");
}

async function walk({ browser, base }) {
  const word = strange();
  const chief = await someone(browser, base, "belov");
  const address = await written(chief, word);
  await drawn(chief, address);
  const visit = await named(chief);
  const phone = await someone(browser, base, "mironov", { width: "phone" });
  await outside(phone, visit);
  const finding = await closed(phone, visit, word);
  const owner = await someone(browser, base, "sokolov");
  await settled(owner, phone, finding);
  await goto(chief, "/estimates");
  await sees(chief, "Claimed against verified", "the estimates do not stand there");
  await look(chief, "estimates");
  await goto(chief, "/visits");
  await look(chief, "visits");
}

export default [{ name: "inspection", walk }];
