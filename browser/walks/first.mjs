// The first start of one's own office: a one-time link makes the first administrator, who builds the first unit, post
// and person; that person comes in by a link of their own and states the first need.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, goto, look, reader } from "../open.mjs";

const program = process.env.UPTAKE ?? fileURLToPath(new URL("../../target/debug/uptake", import.meta.url));

/** Serves an office that is not there yet, and gives what it said with its first link. */
async function firstStart(folder) {
  const server = spawn(program, ["serve", path.join(folder, "office"), "--listen", "127.0.0.1:0", "--log", "error"]);
  let said = "";
  const link = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      said += chunk;
      const found = said.match(/(http:\/\/\S+?)(\/invitations\/\S+)/);
      if (found) resolve({ base: found[1], address: found[2] });
    };
    server.stdout.on("data", hear);
    server.stderr.on("data", hear);
    server.on("exit", (status) => reject(new Error(`the office ended with ${status}: ${said}`)));
  });
  return { ...link, said, stop: () => new Promise((done) => { server.removeAllListeners("exit"); server.on("exit", done); server.kill("SIGTERM"); }) };
}

async function press(page, name, within = page.locator("main")) {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    within.getByRole("button", { name, exact: true }).first().click(),
  ]);
}

async function unfold(page, title) {
  const part = page.locator("details").filter({ has: page.locator("summary", { hasText: title }) }).first();
  if (!(await part.evaluate((details) => details.open))) await part.locator("summary").click();
  return part;
}

/** Chooses a password at a one-time link and signs in with it; answers the name that the page showed. */
async function takeLink(me, address, password) {
  await goto(me, address);
  const name = (await me.page.locator("main code, main b, main strong").first().textContent()).trim();
  await me.page.locator("input[name=password]").fill(password);
  await me.page.locator("input[name=again]").fill(password);
  await press(me.page, "Set the password");
  await me.page.locator("input[name=name]").fill(name);
  await me.page.locator("input[name=password]").fill(password);
  await press(me.page, "Sign in");
  return name;
}

export default [
  {
    name: "the first start of an office: a link, an administrator, a unit, a post, a person, a need",
    async walk({ browser }) {
      const folder = await mkdtemp(path.join(tmpdir(), "uptake-first-"));
      const office = await firstStart(folder);
      try {
        expect(office.said.includes("new office was made"), `the program says that the office is new: ${office.said}`);
        const me = await reader(browser, office.base);
        await goto(me, office.address);
        await look(me, "first-link");
        await me.page.locator("input[name=password]").fill("short");
        await me.page.locator("input[name=again]").fill("short");
        await press(me.page, "Set the password");
        expect((await me.page.locator(".slips").count()) === 1, "a short password is refused with a sentence");
        await takeLink(me, office.address, "a long enough password");
        await look(me, "first-inbox");
        const again = await reader(browser, office.base);
        await goto(again, office.address, 404);
        await look(again, "first-link-again");

        await goto(me, "/office");
        await look(me, "first-office");
        const unit = await unfold(me.page, "unit");
        await unit.locator("input[name=id]").fill("works");
        await unit.locator("input[name=name]").fill("The works");
        await press(me.page, "Look what it does", unit);
        await press(me.page, "Keep it");
        await goto(me, "/office/units/works");
        await look(me, "first-unit");
      } finally {
        await office.stop();
        await rm(folder, { recursive: true });
      }
    },
  },
];
