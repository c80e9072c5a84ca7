#!/usr/bin/env node
// Runs the walks against a running office: node browser/run.mjs BASE [WALK ...]
// A walk is a file in walks/ whose default export is { name, walk({ browser, base }) }. Exit status 0 when all of
// them arrived, 1 when one did not, 2 when the command was not understood.

import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch, Unlike } from "./open.mjs";

const [base, ...wanted] = process.argv.slice(2);
if (!base || !/^https?:\/\//.test(base)) {
  console.error("usage: node browser/run.mjs BASE [WALK ...], BASE as http://127.0.0.1:8080");
  process.exit(2);
}
const folder = new URL("walks/", import.meta.url);
const files = (await readdir(fileURLToPath(folder))).filter((file) => file.endsWith(".mjs")).sort();
const chosen = wanted.length === 0 ? files : files.filter((file) => wanted.includes(file.replace(/\.mjs$/, "")));
const unknown = wanted.filter((walk) => !files.includes(`${walk}.mjs`));
if (unknown.length > 0) {
  console.error(`no such walk: ${unknown.join(", ")}; there are ${files.map((file) => file.replace(/\.mjs$/, "")).join(", ")}`);
  process.exit(2);
}

// What a walk stood before when it stumbled: the address and the first words of every page that is open.
async function stoodBefore(browser) {
  const said = [];
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    const words = await page.locator("main").innerText({ timeout: 2000 }).catch(() => "no main part");
    said.push(`at ${page.url()}: ${words.replace(/\s+/g, " ").slice(0, 600)}`);
  }
  return said.join("\n");
}

const browser = await launch();
let passed = 0;
const stumbled = [];
for (const file of chosen) {
  const { default: parts } = await import(new URL(file, folder));
  for (const { name, walk } of [parts].flat()) {
    const began = performance.now();
    const took = () => `${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`;
    try {
      await walk({ browser, base: base.replace(/\/$/, "") });
      passed += 1;
      console.log(`ok      ${took()}  ${name}`);
    } catch (fault) {
      const before = await stoodBefore(browser);
      const said = `${fault instanceof Unlike ? fault.message : fault.stack}\n${before}`;
      stumbled.push(`FAILED  ${took()}  ${file}: ${name}\n${said.replace(/^/gm, "    ")}`);
      console.log(stumbled.at(-1));
    } finally {
      for (const context of browser.contexts()) await context.close();
    }
  }
}
await browser.close();
// Once more at the end, where whoever reads a long log looks first.
for (const said of stumbled) console.log(said);
console.log(`${passed} passed, ${stumbled.length} failed`);
process.exitCode = stumbled.length === 0 && passed > 0 ? 0 : 1;
