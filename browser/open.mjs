// A browser for the walks, and what they do with it.

import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const root = fileURLToPath(new URL("..", import.meta.url));

/** Where pictures of pages are written. */
export const SCREENSHOTS = path.join(root, "target", "screenshots");

/** The widths at which pages are looked at: a desk and a phone. */
export const WIDTHS = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** What WCAG 2.2 AA asks for, as far as a program can tell. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// The same browser without what only a window needs: it takes half the time. Where there is none, the whole one.
const BROWSERS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Starts Debian's Chromium; nothing is downloaded, and it asks nobody outside for anything. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? BROWSERS.find((file) => existsSync(file)) ?? BROWSERS.at(-1),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/** What the walk expects is not so. The message says it for people. */
export class Unlike extends Error {}

/** Fails the walk with a sentence unless the condition holds. */
export function expect(condition, sentence) {
  if (!condition) throw new Unlike(sentence);
}

/**
 * One reader with one window. `options`: `width` ("desk" or "phone"), `language` (a tag), `appearance`
 * ("light" or "dark"), `script` (false turns it off).
 */
export async function reader(browser, base, options = {}) {
  const { width = "desk", language = "en", appearance = "light", script = true } = options;
  const context = await browser.newContext({
    baseURL: base,
    viewport: WIDTHS[width],
    deviceScaleFactor: 1,
    hasTouch: width === "phone",
    locale: { en: "en-GB", ru: "ru-RU", de: "de-DE" }[language] ?? language,
    colorScheme: appearance,
    reducedMotion: "reduce",
    javaScriptEnabled: script,
    bypassCSP: false,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints = [];
  /** What a request may fail of without a complaint: where a walk cuts the network, that there is none. */
  const forgiven = new Set();
  page.on("console", (message) => {
    // A page that answers 404 on purpose is no complaint; what the content policy stops is.
    if (message.type() === "error" && !/^Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (fault) => complaints.push(String(fault)));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    if (reason !== "net::ERR_ABORTED" && !forgiven.has(reason)) complaints.push(`${request.url()}: ${reason}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(base)) complaints.push(`asks outside: ${request.url()}`);
  });
  return { page, context, complaints, forgiven, options: { width, language, appearance, script } };
}

/** Opens a page and expects its status. */
export async function goto(reader, address, status = 200) {
  const answer = await reader.page.goto(address, { waitUntil: "load" });
  expect(answer.status() === status, `${address} answers ${answer.status()}, expected ${status}`);
  return answer;
}

/** Signs in with a password through the page that people use. */
export async function signIn(reader, name, password) {
  await goto(reader, "/sign-in");
  await reader.page.locator("input[name=name]").fill(name);
  await reader.page.locator("input[name=password]").fill(password);
  await Promise.all([reader.page.waitForURL((url) => url.pathname !== "/sign-in"), reader.page.locator("main button[type=submit]").first().click()]);
}

/** Chooses a language in the menu of the head. An account keeps what was chosen: a walk that speaks for an account others use too sets it back. */
export async function speak(reader, tag) {
  await reader.page.locator("details.menu").first().locator("summary").click();
  await Promise.all([reader.page.waitForNavigation(), reader.page.locator(`details.menu button[value=${tag}]`).click()]);
}

/** How many things the menu says are waiting. An empty inbox has no number: what falls due depends on the day. */
export async function waiting(page) {
  const badge = page.locator("nav.places .count");
  if ((await badge.count()) === 0) return 0;
  return Number((await badge.textContent()).replace(/\D/g, ""));
}

/** Runs axe on the page as it stands. Works where the page itself has no script too. */
export async function axe(reader, { except = [] } = {}) {
  const { page } = reader;
  if (!reader.options.script) return axeWithoutScript(reader, except);
  // Through the debugger, not a script element: the content policy of the page stays as it is.
  await page.evaluate(await source());
  const found = await page.evaluate(
    async ([rules, off]) => {
      const answer = await globalThis.axe.run(document, {
        runOnly: { type: "tag", values: rules },
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
        resultTypes: ["violations"],
      });
      return answer.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ target, failureSummary, html }) => ({ target, failureSummary, html })) }));
    },
    [RULES, except],
  );
  expect(found.length === 0, `axe on ${page.url()}:\n${found.map(told).join("\n")}`);
}

/** A page drawn without script is given to a reader with script as it stands. */
async function axeWithoutScript(reader, except) {
  const { page } = reader;
  const html = await page.content();
  const second = await reader.context.browser().newContext({ viewport: page.viewportSize(), bypassCSP: true, colorScheme: reader.options.appearance });
  try {
    const copy = await second.newPage();
    const base = new URL(page.url()).origin;
    await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html.replace(/<script[^>]*><\/script>/g, "") }));
    await copy.goto(page.url());
    await axe({ page: copy, options: { ...reader.options, script: true }, base }, { except });
  } finally {
    await second.close();
  }
}

let axeSource;
async function source() {
  return (axeSource ??= await readFile(axeFile, "utf8"));
}

function told({ id, help, nodes }) {
  const places = nodes.slice(0, 6).map(({ target, failureSummary, html }) => `    ${target.join(" ")}\n      ${html.slice(0, 160)}\n      ${failureSummary.split("\n").slice(1).map((line) => line.trim()).join("; ")}`);
  return `  ${id}: ${help} (${nodes.length})\n${places.join("\n")}`;
}

/** Expects that the page is no wider than its window, and names what sticks out. */
export async function fits(reader) {
  const { page } = reader;
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const scrolls = (node) => {
      for (let above = node.parentElement; above; above = above.parentElement) {
        if (/(auto|scroll|hidden)/.test(getComputedStyle(above).overflowX)) return true;
      }
      return false;
    };
    return [...document.querySelectorAll("body *")]
      .filter((node) => node.getBoundingClientRect().right > width + 0.5 && !scrolls(node))
      .slice(0, 5)
      .map((node) => `${node.tagName.toLowerCase()}.${node.className}: ${Math.round(node.getBoundingClientRect().right)} px`);
  });
  expect(wide.length === 0, `${page.url()} is wider than its window: ${wide.join(", ")}`);
}

/** A picture of the whole page under a name. */
export async function picture(reader, name) {
  const { language, appearance, width, script } = reader.options;
  await mkdir(SCREENSHOTS, { recursive: true });
  const parts = [name, language, appearance === "dark" ? "dark" : "", script ? "" : "plain", width].filter(Boolean);
  await reader.page.screenshot({ path: path.join(SCREENSHOTS, `${parts.join("-")}.png`), fullPage: true });
}

/** Everything a page has to stand: no complaint of the browser, no width beyond the window, axe; and a picture. */
export async function look(reader, name, options = {}) {
  // A picture of a whole page costs as much as all else that is looked at; a check that nobody watches goes without.
  if (!process.env.CI) await picture(reader, name);
  const spoken = await reader.page.locator("html").getAttribute("lang");
  expect(spoken === reader.options.language, `${reader.page.url()} speaks ${spoken}, not ${reader.options.language}`);
  await fits(reader);
  await axe(reader, options);
  expect(reader.complaints.length === 0, `the browser complains about ${reader.page.url()}: ${reader.complaints.join("; ")}`);
}
