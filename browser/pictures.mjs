#!/usr/bin/env node
// Takes the pictures of the guide: node browser/pictures.mjs BASE, with the password of the demonstration in UPTAKE_PASSWORD.
// The office must be a fresh demonstration: the pictures follow its people through the pages of the guide, and what one of them
// does the next one sees. They are written to docs/pictures as WebP; the size of the window and every crop are fixed.

import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, goto, launch, reader, signIn } from "./open.mjs";

const FOLDER = fileURLToPath(new URL("../docs/pictures/", import.meta.url));

/** Pictures beyond this make a page of the guide slow to read on the way. */
const PICTURE_BYTES_MAX = 150_000;

/** How exactly WebP keeps the picture, of 100. Below this, small letters get a haze. */
const QUALITY = 88;

const base = process.argv[2]?.replace(/\/$/, "");
const password = process.env.UPTAKE_PASSWORD;
if (!base || !password) {
  console.error("usage: UPTAKE_PASSWORD=... node browser/pictures.mjs BASE, BASE as http://127.0.0.1:8080");
  process.exit(2);
}

const browser = await launch();
await mkdir(FOLDER, { recursive: true });

/** One of the accounts of the demonstration, signed in. */
async function person(name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, password);
  return me;
}

/** Presses a button and waits for the page that follows. */
async function press(me, name, within = me.page.locator("main")) {
  await Promise.all([me.page.waitForNavigation({ waitUntil: "load" }), within.getByRole("button", { name, exact: true }).first().click()]);
}

/** Opens a part that is folded away, and gives it. */
async function unfold(me, title) {
  const part = me.page.locator("details").filter({ has: me.page.locator("summary", { hasText: title }) }).first();
  if (!(await part.evaluate((details) => details.open))) await part.locator("summary").click();
  return part;
}

/**
 * Takes a part of the page, as wide as the window. `from` and `to` are what the part begins above and ends below;
 * `height` limits it, so that a list that grows with the demonstration is cut where the picture is meant to end.
 */
async function take(me, name, { from, to, height = 900 } = {}) {
  const { page } = me;
  const edge = async (place, side) => {
    if (!place) return side === "top" ? 0 : Infinity;
    const box = await (typeof place === "string" ? page.locator(place).first() : place).boundingBox();
    expect(box, `${name}: what it begins or ends with is not on ${page.url()}`);
    const scrolled = await page.evaluate(() => window.scrollY);
    return side === "top" ? box.y + scrolled - 20 : box.y + scrolled + box.height + 20;
  };
  const top = Math.max(0, Math.round(await edge(from, "top")));
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const bottom = Math.round(Math.min(await edge(to, "bottom"), whole, top + height));
  expect(bottom - top > 80, `${name}: nothing is left of it`);
  const { width } = page.viewportSize();
  const session = await me.context.newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp", quality: QUALITY, captureBeyondViewport: true, clip: { x: 0, y: top, width, height: bottom - top, scale: 1 },
  });
  await session.detach();
  const file = path.join(FOLDER, `${name}.webp`);
  await writeFile(file, Buffer.from(data, "base64"));
  const { size } = await stat(file);
  expect(size <= PICTURE_BYTES_MAX, `${name} has ${size} bytes; crop it closer`);
  console.log(`${name} ${width}x${bottom - top} ${Math.ceil(size / 1000)} kB`);
}

// Signing in, and what lies in the inbox.
const stranger = await reader(browser, base);
await goto(stranger, "/sign-in");
await take(stranger, "sign-in", { height: 620 });

const sokolov = await person("sokolov");
await take(sokolov, "inbox", { to: sokolov.page.locator(".inbox-row").nth(2) });
await sokolov.page.keyboard.press("?");
await sokolov.page.locator("dialog[open], [popover]:popover-open, .keys").first().waitFor();
await take(sokolov, "keys", { height: 800 });
await sokolov.page.keyboard.press("Escape");
const pocket = await person("sokolov", { width: "phone" });
await take(pocket, "inbox-phone", { height: 844 });
await pocket.context.close();

// A delivery: read, answered with a reason, answered with one key.
await sokolov.page.locator(".inbox-row h3 a", { hasText: "Silicon rectifiers for main-line locomotives" }).click();
await sokolov.page.waitForURL(/\/deliveries\/D/);
await take(sokolov, "delivery", { height: 900 });
await unfold(sokolov, "Pass");
await take(sokolov, "delivery-pass", { from: sokolov.page.locator("h2, legend", { hasText: "What do you do with it?" }), height: 620 });
await sokolov.page.goto(sokolov.page.url());
await Promise.all([sokolov.page.waitForURL(/done=use/), sokolov.page.keyboard.press("u")]);
await take(sokolov, "inbox-answered", { to: ".inbox-row" });

// A need is stated with help.
await goto(sokolov, "/needs/new");
await sokolov.page.locator("input[type=radio][name=post]").first().check();
await sokolov.page.locator("#title").fill("Silicon rectifiers that stand the frost on shunting locomotives");
await sokolov.page.locator("#statement").fill("Mercury rectifiers fail in the cold. Silicon ones are wanted for shunting locomotives, cooled by air, that start at 50 degrees below zero.");
await sokolov.page.locator("#profile-1-query").fill("silicon rectifier* locomotive*");
await sokolov.page.locator("#title").press("End");
await sokolov.page.locator("#proposals .preview").first().waitFor();
await take(sokolov, "need-form", { height: 900 });
await press(sokolov, "Add a row", sokolov.page.locator("#parameter"));
await sokolov.page.locator("#parameter-1-name").fill("Lowest temperature to start at");
await sokolov.page.locator("#parameter-1-now").fill("-25");
await sokolov.page.locator("#parameter-1-wanted").fill("-50");
await sokolov.page.locator("#parameter-1-measure").fill("°C");
await take(sokolov, "need-parameters", { from: "#parameter", height: 420 });
await take(sokolov, "need-preview", { from: sokolov.page.locator("#proposals .preview"), height: 620 });
await sokolov.page.locator("#profile-1-query").fill("(silicon rectifier*");
await press(sokolov, "Hand in for review");
await take(sokolov, "need-slips", { height: 520 });
await sokolov.page.locator("#profile-1-query").fill("silicon rectifier* locomotive*");
await press(sokolov, "Hand in for review");
await sokolov.page.waitForURL(/\/needs\/n-/);
const stated = new URL(sokolov.page.url()).pathname;
await take(sokolov, "need-handed-in", { height: 760 });

// The coordinator asks back, the engineer answers, the coordinator accepts, and joins what two units said.
const orlova = await person("orlova");
await take(orlova, "inbox-coordinator", { height: 700 });
await goto(orlova, stated);
await take(orlova, "need-review", { height: 900 });
await unfold(orlova, "Ask back");
await orlova.page.locator("#ask-question").fill("Which current must they carry?");
await take(orlova, "need-ask-back", { from: orlova.page.locator("summary", { hasText: "Ask back" }), height: 270 });
await press(orlova, "Ask back");
await goto(sokolov, stated);
await take(sokolov, "need-asked-back", { height: 480 });
await goto(sokolov, `${stated}/edit`);
await sokolov.page.locator("#statement").fill("Mercury rectifiers fail in the cold. Silicon ones are wanted for shunting locomotives, cooled by air, that start at 50 degrees below zero. They carry 1200 amperes.");
await press(sokolov, "Hand in for review");
await goto(orlova, stated);
await press(orlova, "Accept it");
await goto(orlova, "/needs/n-demo-silicon-for-traction");
await take(orlova, "need-similar", { from: orlova.page.locator("h2, h3", { hasText: "Similar needs" }), height: 520 });
await Promise.all([orlova.page.waitForNavigation({ waitUntil: "load" }), orlova.page.locator("button", { hasText: "Join to this" }).first().click()]);
await take(orlova, "need-joined", { height: 560 });
for (let tries = 0; tries < 50; tries += 1) {
  await goto(sokolov, stated);
  if ((await sokolov.page.locator("#deliveries, h2", { hasText: "Deliveries" }).locator("xpath=following::tbody[1]/tr").count()) > 0) break;
  await sokolov.page.waitForTimeout(100);
}
await take(sokolov, "need-accepted", { height: 900 });
await goto(orlova, "/needs");
await take(orlova, "needs", { height: 700 });

// A need that has expired, as the post sees it whose it is.
const mironov = await person("mironov");
await goto(mironov, "/needs/coal-power-turbines");
await take(mironov, "need-expired", { height: 760 });
const gromov = await person("gromov");
let part;

// Records: found, read, and asked why.
await goto(sokolov, "/records?q=silicon+rectifier");
await take(sokolov, "records", { height: 820 });
await sokolov.page.locator(".card-title a").first().click();
await sokolov.page.waitForURL(/\/records\/R/);
await take(sokolov, "record", { height: 900 });
await take(sokolov, "record-became", { from: sokolov.page.locator("h2", { hasText: "What became of it" }), height: 620 });
await sokolov.page.locator("form[action='/why'] select").selectOption({ label: "Automation of machine building: transfer lines and tape-controlled machine tools" });
await sokolov.page.locator("form[action='/why'] button").click();
await sokolov.page.waitForURL("**/why?**");
await take(sokolov, "why-page", { height: 820 });
await goto(sokolov, "/records/R0000000000001", 404);
await take(sokolov, "hidden", { height: 420 });

// A request for information.
await goto(sokolov, "/requests/new");
await sokolov.page.locator("#question").pressSequentially("How are the rectifiers of Swiss locomotives cooled?");
await sokolov.page.locator("#held a").first().waitFor();
await take(sokolov, "request-form", { height: 820 });
await press(sokolov, "Ask");
const asked = new URL(sokolov.page.url()).pathname;
await take(sokolov, "request-asked", { height: 700 });
const lebedev = await person("lebedev");
await goto(lebedev, asked);
await lebedev.page.locator("#words").fill("scientist");
await press(lebedev, "Find posts");
await lebedev.page.locator("#to").selectOption("converter-scientist");
await take(lebedev, "request-route", { to: lebedev.page.getByRole("button", { name: "Hand it over" }) });
await press(lebedev, "Hand it over");
const karpova = await person("karpova");
await goto(karpova, asked);
await karpova.page.locator("#answer-title").fill("Swiss locomotives cool their rectifiers by air");
await karpova.page.locator("#answer-text").fill("By air, drawn in through the side walls and filtered. (Invented for the guide.)");
await take(karpova, "request-answer", { from: "label[for=answer-title]", height: 820 });
await press(karpova, "Keep the answer");
await goto(sokolov, asked);
await take(sokolov, "request-answered", { height: 620 });

// What is late comes up, a deputy stands in.
const zaitseva = await person("zaitseva");
await take(zaitseva, "inbox-raised", { to: zaitseva.page.locator(".inbox-row").nth(1) });
await zaitseva.page.locator(".inbox-row h3 a").first().click();
await zaitseva.page.waitForURL(/\/deliveries\/D/);
await take(zaitseva, "delivery-late", { height: 900 });
await goto(zaitseva, "/office/duties");
await take(zaitseva, "duties", { height: 620 });
await goto(sokolov, "/office/posts/traction-engineer");
const leave = await unfold(sokolov, "Name a deputy for a leave");
await leave.locator("select[name=deputy]").selectOption("karpova");
await take(sokolov, "deputy", { to: sokolov.page.getByRole("button", { name: "Name the deputy" }) });
await press(sokolov, "Name the deputy");
await goto(karpova, "/");
await take(karpova, "inbox-deputy", { to: ".inbox-row" });

// The administrator builds, looks before keeping, and reads.
await goto(gromov, "/office");
await take(gromov, "office", { height: 800 });
part = await unfold(gromov, "Make a unit");
await part.locator("input[name=id]").fill("crane-works");
await part.locator("input[name=name]").fill("Crane works (invented)");
await part.locator("select[name=parent]").selectOption("machine-building");
await take(gromov, "unit-form", { from: part, to: part });
await press(gromov, "Look what it does", part);
await take(gromov, "unit-look", { to: gromov.page.getByRole("button", { name: "Keep it" }) });
await press(gromov, "Keep it");
part = await unfold(gromov, "Make a post in this unit");
await part.locator("input[name=id]").fill("crane-designer");
await part.locator("input[name=title]").fill("Chief designer, cranes");
await take(gromov, "post-form", { from: part, to: part });
await press(gromov, "Look what it does", part);
await press(gromov, "Keep it");
await goto(gromov, "/office/persons");
await take(gromov, "persons", { height: 560 });
part = await unfold(gromov, "Enter a person");
await part.locator("input[name=id]").fill("volkov");
await part.locator("input[name=name]").fill("Ivan Volkov (invented)");
await part.locator("input[name=level][value=restricted]").check();
await take(gromov, "person-form", { from: part, to: part });
await press(gromov, "Look what it does", part);
await press(gromov, "Keep it");
await goto(gromov, "/office/posts/crane-designer");
part = await unfold(gromov, "Hand over or appoint");
await part.locator("select[name=person]").selectOption("volkov");
await take(gromov, "post-appoint", { to: part });
await press(gromov, "Look what it does", part);
await press(gromov, "Keep it");
await goto(gromov, "/office/persons/volkov");
await press(gromov, "Make a one-time link");
await take(gromov, "person-link", { height: 560 });
const link = (await gromov.page.locator(".banner code").first().textContent()).trim();
const volkov = await reader(browser, base);
await goto(volkov, link);
await take(volkov, "invitation", { height: 620 });

await goto(gromov, "/office/posts/converter-scientist");
part = await unfold(gromov, "Hand over or appoint");
await part.locator("select[name=person]").selectOption("sokolov");
await press(gromov, "Look what it does", part);
await take(gromov, "hand-over-look", { height: 560 });
await goto(gromov, "/office/persons/karpova");
part = await unfold(gromov, "Change name, clearance or compartments");
await part.locator("input[name=level][value=restricted]").check();
await press(gromov, "Look what it does", part);
await take(gromov, "clearance-look", { height: 520 });
await goto(gromov, "/office/compartments");
await take(gromov, "compartments", { height: 340 });

await goto(gromov, "/office/import");
await take(gromov, "import", { height: 900 });
const table = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
await gromov.page.locator("input[name=units]").setInputFiles(table("units.csv", "unit;name;parent\nturbine-works;Turbine works (invented);nowhere-at-all\n"));
await press(gromov, "Look what it does");
await take(gromov, "import-faults", { height: 520 });
await gromov.page.locator("input[name=units]").setInputFiles(table("units.csv", "unit;name;parent\nturbine-works;Turbine works (invented);power-stations\n"));
await press(gromov, "Look what it does");
await take(gromov, "import-look", { to: gromov.page.getByRole("button", { name: "Keep it" }) });
await goto(gromov, "/office/ledger");
await take(gromov, "ledger", { height: 640 });
await goto(gromov, "/office/jobs");
await take(gromov, "jobs", { height: 480 });
await goto(gromov, "/account");
await take(gromov, "account", { height: 900 });
await goto(gromov, "/account/codes");
await take(gromov, "codes", { height: 760 });
await goto(gromov, "/account/passkeys");
await take(gromov, "passkeys", { height: 560 });

// Bulletins: the room, a draft, a proof before its second person, and the first page of a journal in print.
const editor = await person("lebedev");
await goto(editor, "/bulletins");
await take(editor, "bulletins", { height: 760 });
const inPrint = await editor.page.locator("main a[href^='/issues/']", { hasText: "Abstracts of power electronics" }).first().getAttribute("href");
await editor.page.locator("main a[href^='/bulletins/B']", { hasText: "Abstracts of power electronics" }).click();
await editor.page.waitForURL(/\/bulletins\/B/);
await editor.page.locator("#since").fill(new Date(Date.now() - 200 * 86400000).toISOString().slice(0, 10));
await press(editor, "Begin");
await take(editor, "issue", { height: 900 });
await goto(editor, "/bulletins");
const waiting = await editor.page.locator("main a[href^='/issues/']", { hasText: "For the locomotive works" }).first().getAttribute("href");
const director = await person("zaitseva");
await goto(director, waiting);
await take(director, "issue-proof", { height: 560 });
const pdf = await editor.context.request.get(new URL(`${inPrint}/prints/pdf`, base).href);
const paper = await mkdtemp(path.join(tmpdir(), "uptake-paper-"));
await writeFile(path.join(paper, "journal.pdf"), await pdf.body());
execFileSync("pdftoppm", ["-png", "-r", "90", "-f", "1", "-l", "1", "-singlefile", path.join(paper, "journal.pdf"), path.join(paper, "journal")]);
const sheet = (await readFile(path.join(paper, "journal.png"))).toString("base64");
const easel = await reader(browser, base, {});
await easel.page.setContent(`<body style="margin:24px;background:#8a8f94;text-align:center"><img src="data:image/png;base64,${sheet}" style="width:744px;box-shadow:0 2px 12px #0006"></body>`);
await easel.page.locator("img").evaluate((image) => image.decode());
await take(easel, "journal", { height: 1100 });
await rm(paper, { recursive: true });

// The abstractor: the queue, the form, the second indexing, what became of it.
const vlasova = await person("vlasova");
await goto(vlasova, "/abstracts");
await take(vlasova, "abstract-queue", { height: 760 });
await vlasova.page.locator("main li a[href$='/abstract']").first().click();
await vlasova.page.waitForURL(/\/abstract/);
await take(vlasova, "abstract-form", { height: 900 });
await goto(vlasova, "/abstracts/second");
await take(vlasova, "abstract-second", { height: 760 });
await goto(vlasova, "/abstracts/became?of=all");
await take(vlasova, "abstract-became", { height: 620 });

// Acquisition: what is got by contract and on credit, who comes to help, and what is studied.
/** Follows the first link of the list that begins with these words, and waits for the page behind it. */
async function into(me, words, address) {
  await me.page.locator("main a", { hasText: words }).first().click();
  await me.page.waitForURL(address);
}
await goto(sokolov, "/agreements");
await take(sokolov, "agreements", { height: 760 });
await goto(sokolov, "/agreements?q=oil-cooled");
await into(sokolov, "Licence for oil-cooled rectifiers", /\/agreements\/Z/);
await take(sokolov, "agreement", { height: 900 });
await take(sokolov, "agreement-deliverables", { from: "#deliverables", height: 520 });
await goto(orlova, "/credits");
await take(orlova, "credits", { height: 640 });
await goto(orlova, "/credits?q=supplier");
await into(orlova, "Plant on supplier", /\/credits\/O/);
await take(orlova, "credit", { height: 900 });
await goto(orlova, "/credits/forecast");
for (const box of await orlova.page.locator("[name=scenario]").all()) await box.check();
await press(orlova, "Show it");
await take(orlova, "credit-forecast", { height: 900 });
await goto(orlova, "/specialists");
await take(orlova, "roster", { height: 760 });
await goto(orlova, "/specialists/requests");
await into(orlova, "Dwellings for the foundry", /\/specialists\/requests\//);
await take(orlova, "specialist-request", { height: 900 });
await goto(orlova, "/specialists/assignments?stage=under-way");
await into(orlova, "L. Hoffmann", /\/specialists\/assignments\//);
await take(orlova, "assignment", { height: 900 });
await take(orlova, "grievances", { from: "#grievances", height: 340 });
await goto(karpova, "/samples");
await take(karpova, "samples", { height: 640 });
await goto(karpova, "/samples?q=Oil-cooled");
await into(karpova, "Oil-cooled diode of a locomotive", /\/samples\/O/);
await take(karpova, "sample", { height: 900 });
await into(karpova, "Open a study", /\/studies\/new/);
await take(karpova, "study-barred", { height: 760 });

// Control: what waits for a vote, what was refused, by which rule; who was found on a list, what a thing is, what was given out.
const member = await person("lebedev");
await goto(member, "/cases?view=open");
await take(member, "cases", { height: 640 });
await into(member, "Control desk of electric locomotives", /\/cases\/C/);
await take(member, "case-vote", { height: 900 });
await goto(member, "/cases?view=refused");
await into(member, "Electric locomotives from Siemens-Schuckert", /\/cases\/C/);
await take(member, "case-refused", { height: 560 });
await goto(member, "/regimes");
await into(member, "Embargo committee of 1949", /\/regimes\/E/);
await take(member, "regime", { height: 900 });
await goto(orlova, "/screenings");
await into(orlova, "Talheimer Gleichrichterwerk", /\/screenings\/Y/);
await take(orlova, "screening", { height: 900 });
await goto(karpova, "/classify");
await karpova.page.locator("#text").fill("silicon rectifier stack, forward current 220 A, reverse voltage 1.2 kV");
await press(karpova, "Look for entries");
await take(karpova, "classify", { from: karpova.page.locator("main h2", { hasText: "Demonstration control list" }), height: 760 });
await goto(sokolov, "/releases");
await into(sokolov, "Note on the abstracting institute", /\/releases\/L/);
await take(sokolov, "release", { height: 760 });
await goto(orlova, "/widenings");
await into(orlova, "Silicon rectifiers for traction", /\/widenings\/W/);
await take(orlova, "widening", { height: 620 });

// What is made with it: the ladder, what others were offered, what stands in the way, what was looked at, and the whole life.
await goto(sokolov, "/adoptions?q=Oil+circuit");
await sokolov.page.locator("main table tr", { hasText: "Rectifier Shop" }).getByRole("link").first().click();
await sokolov.page.waitForURL(/\/adoptions\/A/);
await take(sokolov, "adoption", { height: 900 });
await take(sokolov, "output", { from: "#output", height: 640 });
await goto(orlova, "/barriers");
await take(orlova, "barriers", { height: 760 });
await goto(mironov, "/offers?view=all");
await take(mironov, "offers", { height: 520 });
await goto(orlova, "/inspections");
await into(orlova, "Imported specimens", /\/inspections\/P/);
await take(orlova, "inspection", { from: "main h2", height: 900 });
await goto(orlova, "/estimates");
await take(orlova, "estimates", { height: 900 });
await goto(sokolov, "/biography/need:electric-locomotives");
await take(sokolov, "biography", { height: 900 });

// Last, because what is taken in here would be delivered into the pictures above: a source, and a file of it.
const keeper = await person("lebedev");
await goto(keeper, "/sources");
await take(keeper, "sources", { height: 460 });
await keeper.page.getByRole("link", { name: "Express information, electric traction" }).click();
await keeper.page.waitForURL(/\/sources\/S/);
await take(keeper, "source", { height: 900 });
const entry = (title, year) => `TY  - JOUR\nTI  - ${title}\nAU  - Nemo, Anna\nPY  - ${year}\nN1  - Invented\nER  - \n\n`;
const issue = entry("Silicon rectifiers in the frost of a mountain line (invented)", 1962) + entry("Welded frames of shunting locomotives (invented)", "next year");
await keeper.page.locator("#file").setInputFiles({ name: "issue-12.ris", mimeType: "text/plain", buffer: Buffer.from(issue) });
await press(keeper, "Look at it");
await take(keeper, "intake-look", { height: 900 });

await press(keeper, "Take it in");

// A feed of the host that stands beside the demonstration.
await goto(keeper, "/sources/new");
await keeper.page.locator("#address").fill("http://localhost:8099/letters");
await press(keeper, "Find out what it is");
await take(keeper, "source-found", { height: 760 });
await keeper.page.locator("#territory").fill("France");
await keeper.page.locator("#cost").fill("1200 EUR");
await press(keeper, "Register it");
await press(keeper, "Switch it on");
/** Reloads the page until it says something. */
async function says(text) {
  for (let tries = 0; tries < 2000 && !(await keeper.page.locator("body").textContent()).includes(text); tries += 1) await keeper.page.reload();
}
await says("Taken in");
await take(keeper, "source-harvested", { height: 900 });
// It is counted a minute after something came in.
await says("Brought first");
await goto(keeper, "/sources/worth");
await take(keeper, "source-worth", { height: 520 });
await goto(keeper, "/sources/coverage");
await take(keeper, "coverage", { height: 640 });

// Schemes: those of the demonstration, a newer edition that is looked at, a class that is mapped.
await goto(keeper, "/office/schemes");
await take(keeper, "schemes", { height: 620 });
await goto(keeper, "/office/scheme-looks");
const edition = "notation,label@en,broader\nP1,electrical equipment,\nP1.1,semiconductor parts,P1\nP1.3,drives,P1\nP1.4,transformers,P1\n";
await keeper.page.locator("#file").setInputFiles({ name: "products-2.csv", mimeType: "text/csv", buffer: Buffer.from(edition) });
await keeper.page.locator("#word").fill("products");
await press(keeper, "Look at it");
await take(keeper, "scheme-look", { height: 760 });
await goto(keeper, "/office/schemes/products/class?code=P1.1");
await take(keeper, "class", { height: 820 });

// Figures and plans: where technologies are lost, the wall between departments, what books state, and what to fund next.
const analyst = await person("sokolov");
await goto(analyst, "/figures");
await take(analyst, "figures", { from: "figure.plot", height: 900 });
await goto(analyst, "/figures?figure=silo");
await take(analyst, "silo", { from: "figure.plot", height: 760 });
await goto(analyst, "/figures/stated?programme=Technology gathered abroad, 1950s and 1960s");
await take(analyst, "stated", { from: "#stated-funnel", height: 820 });
const planner = await person("orlova");
await goto(planner, "/plan");
await take(planner, "plan", { height: 900 });
await goto(planner, "/plan/portfolios");
const portfolio = await planner.page.locator("main a[href^='/plan/portfolios/U']").first().getAttribute("href");
await goto(planner, `${portfolio}?run=1`);
// Its plans are reckoned while the office starts.
for (let tries = 0; tries < 2000 && (await planner.page.locator("main figure, main svg").count()) === 0; tries += 1) await planner.page.reload();
await take(planner, "portfolio", { height: 1100 });

// A dispatch, on the telephone of who stands in for the adviser.
const adviser = await person("orekhov", { width: "phone" });
await Promise.all([adviser.page.waitForNavigation(), adviser.page.locator("main a[href$='/dispatch']").first().click()]);
await adviser.page.locator("#title").fill("Rectifiers in a works near Munich");
await adviser.page.locator("#text").fill("Invented. Forty diodes in a frame, two fans. They would show the trial field in spring.");
await take(adviser, "dispatch-phone", { from: "main h1", to: "main #need", height: 900 });

// At a stand that is to be visited, with a phone.
const visitor = await person("sokolov", { width: "phone" });
await goto(visitor, "/events?year=1957");
await visitor.page.getByRole("link", { name: /International congress/ }).first().click();
await visitor.page.locator("main a[href^='/stands/']").filter({ hasText: "Limburgse" }).first().click();
await visitor.page.getByRole("link", { name: "Note the visit" }).click();
await take(visitor, "stand-phone", { height: 844 });

// A letter, by the link in it.
const { readdir } = await import("node:fs/promises");
const letters = (await readdir(process.env.PICTURE_MAIL)).sort();
const heads = await Promise.all(letters.map(async (file) => (await readFile(path.join(process.env.PICTURE_MAIL, file), "utf8")).replace(/\r\n[ \t]/g, "")));
const letterLink = /^List-Unsubscribe: <(.*)\/stop>/im.exec(heads.find((head) => /^To: .*sokolov/im.test(head)) ?? heads[0])[1];
const nobody = await reader(browser, base, {});
await goto(nobody, new URL(letterLink).pathname);
await take(nobody, "letter", { height: 760 });

await browser.close();
