// Schemes: a documentalist looks at the two of the demonstration, maps a class by hand, brings a scheme of her own, replaces
// it by a newer edition and takes it out; a coordinator sees what needs gained; an engineer sees the way of a match.

import { expect, goto, look, reader, signIn } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";

async function someone(browser, base, name, options) {
  const me = await reader(browser, base, options);
  await signIn(me, name, PASSWORD);
  return me;
}

async function press(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main, aside").getByRole("button", { name: text, exact: true }).first().click()]);
}

async function follow(me, text) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main, aside").getByRole("link", { name: text }).first().click()]);
}

const said = async (me) => me.page.locator("main").textContent();

/** Reloads the page until it says something. */
async function says(me, text) {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await said(me)).includes(text)) return;
    await me.page.reload();
  }
  throw new Error(`the page never says “${text}”: ${await said(me)}`);
}

const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

export default [
  ...[true, false].map((script) => ({
    name: `a scheme is brought, looked at, kept, mapped, replaced and taken out${script ? "" : ", without script"}`,
    async walk({ browser, base }) {
      const word = `tools-${Math.random().toString(36).replace(/[^a-z]/g, "").slice(0, 8)}`;
      const me = await someone(browser, base, "lebedev", { script });
      await goto(me, "/office/schemes");
      await look(me, "schemes");
      await follow(me, "Bring a scheme");
      await press(me, "Look at it");
      expect((await me.page.title()).startsWith("To correct"), "no file was taken for one");
      await look(me, "scheme-bring-slips");
      await me.page.locator("#file").setInputFiles(file("tools.csv", "notation,label@en,label@ru,broader,colour\nT1,cutting tools,режущий инструмент,,red\nT2,drills,сверла,T1,\n"));
      await me.page.locator("#word").fill(word);
      await me.page.locator("#title").fill("Tools of the works");
      await me.page.locator("#version").fill("1");
      await press(me, "Look at it");
      expect((await said(me)).includes("the column `colour` is not known"), "the doubt of the reader is not told");
      await look(me, "scheme-look");
      await press(me, "Keep it");
      expect(new URL(me.page.url()).pathname === `/office/schemes/${word}`, `keeping led to ${me.page.url()}`);
      await look(me, "scheme");
      await me.page.locator("#q").fill("drill");
      await press(me, "Find");
      await follow(me, "T2");
      expect((await said(me)).includes("It is mapped to no class"), "a new class is mapped");
      await me.page.locator("main summary", { hasText: "Map it to a class" }).click();
      await me.page.locator("#scheme").selectOption("products");
      await me.page.locator("#to").fill("P9");
      await press(me, "Map");
      expect((await said(me)).includes("There is no class"), "a class that is none was taken");
      await look(me, "class-map-slips");
      await me.page.locator("#to").fill("P2.1");
      await me.page.locator("input[value=close]").check();
      await press(me, "Map");
      expect((await said(me)).includes("machine tools and automatic lines"), "the other class is not called by its label");
      await look(me, "class-mapped");
      await goto(me, "/office/scheme-looks");
      await me.page.locator("#file").setInputFiles(file("tools-2.csv", "notation,label@en,broader\nT1,cutting tools,\nT3,reamers,T1\n"));
      await me.page.locator("#word").fill(word);
      await me.page.locator("#version").fill("2");
      await press(me, "Look at it");
      expect((await said(me)).includes("Classes that go away: 1"), `what goes away is not told: ${await said(me)}`);
      await look(me, "scheme-look-edition");
      await press(me, "Replace the one in use");
      await follow(me, "Take the scheme out");
      await look(me, "scheme-remove");
      await press(me, "Take the scheme out");
      expect(new URL(me.page.url()).pathname === "/office/schemes", `taking out led to ${me.page.url()}`);
      expect(!(await said(me)).includes(word), "it is still there");
    },
  })),
  {
    name: "a class is proposed while its code is typed, and taken by the keyboard",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "lebedev", {});
      await goto(me, "/office/schemes/products/class?code=P2.1");
      await me.page.locator("main summary", { hasText: "Map it to a class" }).click();
      const field = me.page.locator("#to");
      await field.focus();
      await me.page.keyboard.type("H01");
      const options = me.page.locator(".classes-list [role=option]");
      await options.first().waitFor();
      expect((await field.getAttribute("aria-expanded")) === "true", "the list is not told to be open");
      await look(me, "classes-proposed");
      await me.page.keyboard.press("ArrowDown");
      const id = await field.getAttribute("aria-activedescendant");
      const code = await me.page.locator(`#${id} .classes-code`).textContent();
      await me.page.keyboard.press("Enter");
      expect((await field.inputValue()) === code, `the field holds ${await field.inputValue()} and not ${code}`);
      expect((await options.count()) === 0, "the list stays open");
      await goto(me, "/needs/new");
      const several = me.page.locator("#more-classes");
      await several.focus();
      await me.page.keyboard.type("udc:621, ipc:H01");
      await options.first().waitFor();
      await me.page.keyboard.press("ArrowDown");
      await me.page.keyboard.press("Enter");
      expect(/^udc:621, ipc:H01/.test(await several.inputValue()), `the field holds ${await several.inputValue()}`);
      await me.page.keyboard.type(", ipc:H01");
      await options.first().waitFor();
      await me.page.keyboard.press("Escape");
      expect((await options.count()) === 0 && (await several.inputValue()).endsWith(", ipc:H01"), "Escape takes what was typed");
    },
  },
  {
    name: "a need in a scheme of the office meets a patent, and everybody sees by which way",
    async walk({ browser, base }) {
      const me = await someone(browser, base, "orlova", {});
      await goto(me, "/office/rematches");
      await look(me, "rematches");
      await me.page.locator("main tbody a").last().click();
      await says(me, "Electric locomotives with silicon rectifiers");
      expect((await said(me)).includes("fits now"), "what was gained is not told");
      await look(me, "rematch");
      await goto(me, "/office/schemes/products/class?code=P1.1");
      expect((await said(me)).includes("parts made of semiconductors"), "the mapping is not shown");
      expect((await said(me)).includes("Electric locomotives with silicon rectifiers"), "the need that asks for it is not shown");
      await look(me, "class");
      const engineer = await someone(browser, base, "sokolov", {});
      await goto(engineer, "/needs/electric-locomotives");
      expect((await said(engineer)).includes("semiconductor parts for strong currents"), "the class of the profile is not called by its label");
      await look(engineer, "need-classes");
      await follow(engineer, "Semiconductor rectifier cell");
      const way = await engineer.page.locator("#grounds ~ p.grounds").textContent();
      expect(way.includes("nearly") && way.includes("H01L"), `the way is not told: ${way}`);
      await look(engineer, "delivery-way");
    },
  },
];
