// Files of a record in the demonstration: a documentalist attaches a drawing and a photograph, somebody else finds what stands in
// the drawing and takes it, a wrong one is refused and one is taken away. The password of the accounts is the one that
// `uptake demo` prints, in UPTAKE_PASSWORD.

import { readFile } from "node:fs/promises";

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

/** A word that no other record has. */
const word = () => `gear${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact: true }).click()]);
}

/** A chequered picture of 16 by 16 pixels (PNG). */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAJElEQVR42mN4tsULjoSicuAIlzjDINRAjCJk8cGoYTQeBoUGADN4XhC0FNSNAAAAAElFTkSuQmCC",
  "base64",
);

function drawing(title) {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" onload="document.title='ran'"><title>Plan of ${title}</title>` +
      `<rect x="10" y="10" width="180" height="80" fill="none" stroke="#125a6c" stroke-width="6"/><circle cx="100" cy="50" r="30"/></svg>`,
  );
}

async function open(me, title) {
  await goto(me, `/records?q=title:${title}`);
  await me.page.locator(".card-title a").first().click();
  await me.page.waitForLoadState();
  return new URL(me.page.url()).pathname;
}

/** Attaches files on the page of a record that is open. */
async function attach(me, files) {
  const form = me.page.locator("summary", { hasText: "Attach files" });
  if (!(await me.page.locator("#file").isVisible())) await form.click();
  await me.page.locator("#file").setInputFiles(files);
  await press(me, "Attach");
}

/** Waits until everything that was attached was looked at. */
async function untilRead(me, address) {
  for (let tries = 0; tries < 100; tries += 1) {
    await goto(me, address);
    if (!(await me.page.locator(".attachments").getByText("being read").count())) return;
    await me.page.waitForTimeout(100);
  }
  expect(false, "a file is still being read");
}

async function walkThrough({ browser, base }, script) {
  const strange = word();
  const me = await someone(browser, base, "lebedev", { script });
  const address = await open(me, "railway");
  await attach(me, []);
  expect(me.page.url().endsWith("/attachments"), "a form without a file was taken");
  await look(me, "attachment-slips");
  await goto(me, address);
  await attach(me, [
    { name: `plan of ${strange}.svg`, mimeType: "image/svg+xml", buffer: drawing(strange) },
    { name: "photograph.png", mimeType: "image/png", buffer: PICTURE },
    { name: "program.png", mimeType: "image/png", buffer: Buffer.from("MZ no picture") },
  ]);
  await untilRead(me, address);
  await me.page.locator("summary", { hasText: "refused" }).click();
  await me.page.getByText("It is of no kind that is kept").first().waitFor();
  await me.page.locator("img.attachment-picture").first().scrollIntoViewIfNeeded();
  await look(me, "attachments");

  // Somebody else finds what stands in the drawing, and takes it.
  const next = await someone(browser, base, "zaitseva", { script });
  for (let tries = 0; tries < 40; tries += 1) {
    await goto(next, `/records?q=${strange}`);
    if (await next.page.getByText("Found in a file of the record").count()) break;
    await next.page.waitForTimeout(100);
  }
  expect((await next.page.getByText("Found in a file of the record").count()) === 1, "what stands in the drawing is not found");
  await look(next, "records-in-file");
  await next.page.locator(".card-title a").first().click();
  await next.page.locator("ul.attachments").getByRole("link", { name: `plan of ${strange}.svg` }).click();
  await look(next, "attachment");
  for (const [name, runs] of [["Take the file", true], ["Copy without metadata", false]]) {
    const [saved] = await Promise.all([
      next.page.waitForEvent("download"),
      next.page.getByRole("link", { name, exact: true }).click(),
    ]);
    const text = await readFile(await saved.path(), "utf8");
    expect(saved.suggestedFilename() === `plan of ${strange}.svg`, `saved as ${saved.suggestedFilename()}`);
    expect(text.includes("onload") === runs, `${name}: ${text}`);
  }
  expect((await next.page.title()) !== "ran", "a drawing ran");
  expect(!(await next.page.getByText("Take the file away").count()), "who does not document takes nothing away");

  await me.page.locator("ul.attachments").first().getByRole("link", { name: "photograph.png" }).last().click();
  await me.page.locator("summary", { hasText: "Take the file away" }).click();
  await press(me, "Take away");
  await look(me, "attachment-withdraw-slips");
  await me.page.locator("#reason").fill("The wrong works");
  await press(me, "Take away");
  await me.page.locator("summary", { hasText: "taken away" }).click();
  await me.page.getByText("The wrong works").first().waitFor();
}

export default [
  {
    name: "files are attached, found, taken, released and taken away",
    walk: (place) => walkThrough(place, true),
  },
  {
    name: "and the same without script",
    walk: (place) => walkThrough(place, false),
  },
  {
    name: "a phone shows files, their pictures and the form, in every language",
    async walk({ browser, base }) {
      for (const language of ["en", "de", "ru"]) {
        const me = await someone(browser, base, "lebedev", { width: "phone", language });
        await goto(me, "/records?q=id:10.5555/uptake.1959.0601");
        await me.page.locator(".card-title a").first().click();
        await me.page.locator("img.attachment-picture").first().scrollIntoViewIfNeeded();
        await me.page.locator('section[aria-labelledby="attachments"] > details > summary').last().click();
        expect((await me.page.locator("#photograph").getAttribute("capture")) === "environment", "a phone takes no photograph");
        await look(me, "attachments-phone");
        await me.page.locator("ul.attachments a").last().click();
        await look(me, "attachment-phone");
      }
    },
  },
];
