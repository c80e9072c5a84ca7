// A person of their own for a walk that changes how somebody signs in: entered by the administrator, let in by a
// one-time link.

import { expect, goto, reader, signIn } from "./open.mjs";

/** Presses a button and waits for the page that follows. */
export async function press(page, name, within = page.locator("main")) {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    within.getByRole("button", { name, exact: true }).first().click(),
  ]);
}

/** Enters a person and gives the address of their one-time link. */
export async function newcomer(browser, base, id) {
  const me = await reader(browser, base);
  await signIn(me, "gromov", process.env.UPTAKE_PASSWORD);
  await goto(me, "/office/persons");
  const part = me.page.locator("details").filter({ has: me.page.locator("summary", { hasText: "Enter a person" }) }).first();
  await part.locator("summary").click();
  await part.locator("input[name=id]").fill(id);
  await part.locator("input[name=name]").fill(`Newcomer ${id}`);
  await part.locator("input[name=level][value=internal]").check();
  await press(me.page, "Look what it does", part);
  await press(me.page, "Keep it");
  await goto(me, `/office/persons/${id}`);
  await press(me.page, "Make a one-time link");
  const link = (await me.page.locator(".banner code").first().textContent()).trim();
  await me.context.close();
  return new URL(link, base).pathname;
}

/** Enters a person who has chosen a password, and gives it. */
export async function newcomerWithPassword(browser, base, id) {
  const link = await newcomer(browser, base, id);
  const chosen = `words of ${id} for nineteen sixty`;
  const me = await reader(browser, base);
  await goto(me, link);
  await me.page.locator("input[name=password]").fill(chosen);
  await me.page.locator("input[name=again]").fill(chosen);
  await press(me.page, "Set the password");
  expect(me.page.url().includes("/sign-in"), "whoever took up a link is led to the sign-in page");
  await me.context.close();
  return chosen;
}
