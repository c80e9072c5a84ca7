// The office: units, posts, persons and clearances are built, looked at before they are kept, and read in the ledger;
// a deputy acts during a leave, and a post changes hands.

import { expect, goto, look, picture, reader, signIn, waiting } from "../open.mjs";

const password = process.env.UPTAKE_PASSWORD;

/** Presses a button and waits for the page that follows. */
async function press(page, name, within = page.locator("main")) {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    within.getByRole("button", { name, exact: true }).first().click(),
  ]);
}

/** Opens a part of the page that is folded away, and gives it. */
async function unfold(page, title) {
  const part = page.locator("details").filter({ has: page.locator("summary", { hasText: title }) }).first();
  if (!(await part.evaluate((details) => details.open))) await part.locator("summary").click();
  return part;
}

/** Looks at what a change would do, then keeps it. */
async function keep(me, part, name) {
  await press(me.page, "Look what it does", part);
  expect((await me.page.locator("h1").textContent()).includes("What this would do"), `the look at ${name} is not shown: ${await me.page.locator("main").textContent()}`);
  await look(me, `foresight-${name}`);
  await press(me.page, "Keep it");
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `every page of the office, ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "gromov", password);
      for (const [address, name] of [
        ["/office", "office"],
        ["/office/persons", "persons"],
        ["/office/persons/sokolov", "person"],
        ["/office/units/electrical-industry", "unit"],
        ["/office/posts/traction-engineer", "post"],
        ["/office/compartments", "compartments"],
        ["/office/import", "import"],
        ["/office/duties", "duties"],
        ["/office/repository", "repository"],
        ["/office/second-indexing", "second-indexing"],
        ["/office/styles", "styles"],
        ["/office/ledger", "ledger"],
        ["/office/jobs", "jobs"],
        ["/account", "account"],
      ]) {
        await goto(me, address);
        await look(me, name);
      }
    },
  })),
  ...["ru", "de"].map((language) => ({
    name: `every page of the office in ${language}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width: "phone", language });
      await signIn(me, "gromov", password);
      for (const [address, name] of [
        ["/office", "office"],
        ["/office/persons/sokolov", "person"],
        ["/office/posts/traction-engineer", "post"],
        ["/office/import", "import"],
        ["/office/duties", "duties"],
        ["/office/repository", "repository"],
        ["/office/second-indexing", "second-indexing"],
        ["/office/styles", "styles"],
        ["/office/ledger", "ledger"],
        ["/office/jobs", "jobs"],
      ]) {
        await goto(me, address);
        await look(me, name);
      }
    },
  })),
  {
    name: "an administrator builds a unit, a post, a compartment and a person, who comes in by a one-time link",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "gromov", password);
      await goto(me, "/office");
      let part = await unfold(me.page, "Make a unit");
      await part.locator("input[name=id]").fill("crane-works");
      await part.locator("input[name=name]").fill("Crane works (invented)");
      await part.locator("select[name=parent]").selectOption("machine-building");
      await keep(me, part, "unit");
      expect(me.page.url().endsWith("/office/units/crane-works"), "the new unit is shown");
      part = await unfold(me.page, "Make a post in this unit");
      await part.locator("input[name=id]").fill("crane-designer");
      await part.locator("input[name=title]").fill("Chief designer, cranes");
      await keep(me, part, "post");
      await goto(me, "/office/compartments");
      part = await unfold(me.page, "Make a compartment");
      await part.locator("input[name=id]").fill("credit-talks");
      await part.locator("input[name=name]").fill("Talks about credits (invented)");
      await keep(me, part, "compartment");
      await goto(me, "/office/persons");
      part = await unfold(me.page, "Enter a person");
      await part.locator("input[name=id]").fill("volkov");
      await part.locator("input[name=name]").fill("I. P. Volkov");
      await part.locator("input[name=level][value=restricted]").check();
      await part.locator("input[name=compartments][value=credit-talks]").check();
      await keep(me, part, "person");
      await goto(me, "/office/posts/crane-designer");
      part = await unfold(me.page, "Hand over or appoint");
      await part.locator("select[name=person]").selectOption("volkov");
      await keep(me, part, "tenure");
      expect((await me.page.locator("main").textContent()).includes("Volkov"), "the post says who acts for it");
      await goto(me, "/office/persons/volkov");
      await press(me.page, "Make a one-time link");
      // The link names the office as it says that it is reached; the walk reaches it by its number.
      const link = new URL((await me.page.locator(".banner code").first().textContent()).trim()).pathname;
      await look(me, "person-link");

      const volkov = await reader(browser, base);
      await goto(volkov, link);
      await look(volkov, "invitation");
      await volkov.page.locator("input[name=password]").fill("too short");
      await volkov.page.locator("input[name=again]").fill("too short");
      await press(volkov.page, "Set the password");
      await volkov.page.locator(".slips").waitFor();
      await volkov.page.locator("input[name=password]").fill("cranes of nineteen sixty");
      await volkov.page.locator("input[name=again]").fill("cranes of nineteen sixty");
      await press(volkov.page, "Set the password");
      await goto(volkov, link, 404);
      await signIn(volkov, "volkov", "cranes of nineteen sixty");
      expect((await volkov.page.locator("main").textContent()).includes("Chief designer, cranes"), "the new person acts for the post");
      await look(volkov, "inbox-empty");

      await goto(me, "/office/ledger");
      const ledger = await me.page.locator("main").textContent();
      for (const word of ["Crane works", "Chief designer, cranes", "Volkov"]) expect(ledger.includes(word), `the ledger does not tell of ${word}`);
    },
  },
  {
    name: "a rule that would be broken is said in the form, and what was typed is kept",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "gromov", password);
      await goto(me, "/office");
      const part = await unfold(me.page, "Make a unit");
      await part.locator("input[name=id]").fill("Not A Short Name");
      await part.locator("input[name=name]").fill("A unit that stays a thought");
      await press(me.page, "Look what it does", part);
      await me.page.locator(".slips").waitFor();
      expect((await me.page.locator("input[name=name]").inputValue()) === "A unit that stays a thought", "what was typed is gone");
      await look(me, "unit-refused");
      await me.page.locator("input[name=id]").fill("crane-works");
      await me.page.locator("input[name=name]").fill("");
      await press(me.page, "Look what it does");
      await me.page.locator(".slips").waitFor();
    },
  },
  {
    name: "what a rule refuses is said in the language of the reader",
    async walk({ browser, base }) {
      const sentences = {
        ru: ["не годится как краткое имя", "Подразделения «nowhere-at-all» здесь нет"],
        de: ["ist kein Kurzname", "Eine Einheit „nowhere-at-all“ gibt es hier nicht"],
      };
      for (const [language, [name, missing]] of Object.entries(sentences)) {
        const me = await reader(browser, base, { language });
        await signIn(me, "gromov", password);
        await goto(me, "/office");
        const form = me.page.locator("form").filter({ has: me.page.locator("input[name=id]") }).first();
        await form.locator("xpath=ancestor::details").first().locator("summary").first().click();
        await form.locator("input[name=id]").fill("Not A Short Name");
        await form.locator("input[name=name]").fill("A unit that stays a thought");
        await Promise.all([me.page.waitForNavigation({ waitUntil: "load" }), form.locator("button[value=look]").click()]);
        const slips = await me.page.locator(".slips").textContent();
        expect(slips.includes(name), `the name is refused in ${language}: ${slips}`);
        await look(me, "unit-refused");
        await goto(me, "/office/import");
        const buffer = Buffer.from("unit,name,parent\nturbine-hall,Turbine hall (invented),nowhere-at-all\n");
        await me.page.locator("input[name=units]").setInputFiles({ name: "units.csv", mimeType: "text/csv", buffer });
        await Promise.all([me.page.waitForNavigation({ waitUntil: "load" }), me.page.locator("main button[value=look]").first().click()]);
        const faults = await me.page.locator("main table").first().textContent();
        expect(faults.includes(missing) && !faults.includes("state it"), `the fault is said in ${language}: ${faults}`);
        await look(me, "import-faults");
        await me.context.close();
      }
    },
  },
  {
    name: "tables of staff are looked at, kept, and given out again",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "gromov", password);
      await goto(me, "/office/import");
      const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
      await me.page.locator("input[name=units]").setInputFiles(file("units.csv", "unit;name;parent\nturbine-works;Turbine works (invented);nowhere-at-all\n"));
      await press(me.page, "Look what it does");
      expect((await me.page.locator("main").textContent()).includes("Nothing was kept"), "a fault in a table keeps nothing");
      await look(me, "import-faults");
      await me.page.locator("input[name=units]").setInputFiles(file("units.csv", "unit;name;parent\nturbine-works;Turbine works (invented);machine-building\n"));
      await me.page.locator("textarea[name=paste]").fill("post\ttitle\tunit\tpowers\nturbine-designer\tChief designer, turbines\tturbine-works\t\n");
      await press(me.page, "Look what it does");
      await look(me, "import-look");
      await press(me.page, "Keep it");
      await goto(me, "/office/posts/turbine-designer");
      const answer = await me.page.request.get("/office/export/units.csv");
      expect((await answer.text()).includes("turbine-works"), "the table that is given out has the new unit");
    },
  },
  {
    name: "a deputy acts during a leave and no longer when the holder is back",
    async walk({ browser, base }) {
      const holder = await reader(browser, base);
      await signIn(holder, "sokolov", password);
      const deputy = await reader(browser, base);
      await signIn(deputy, "karpova", password);
      const before = await waiting(deputy.page);
      await goto(holder, "/office/posts/traction-engineer");
      const part = await unfold(holder.page, "Name a deputy for a leave");
      await press(holder.page, "Name the deputy", part);
      await holder.page.locator(".slips").waitFor();
      await holder.page.locator("select[name=deputy]").selectOption("karpova");
      await press(holder.page, "Name the deputy");
      await look(holder, "post-deputy");
      await goto(deputy, "/");
      expect((await deputy.page.locator("main").textContent()).includes("deputy"), "the inbox says for whom one stands in");
      const during = await waiting(deputy.page);
      expect(during > before, `the deputy finds what waits for the post: ${before}, then ${during}`);
      await look(deputy, "inbox-deputy");
      const row = deputy.page.locator(".inbox-row").filter({ hasText: "Electric locomotives" }).first();
      await Promise.all([deputy.page.waitForURL(/done=study/), row.locator("button[value=study]").click()]);
      await goto(holder, "/office/posts/traction-engineer");
      await press(holder.page, /Last day/);
      await goto(deputy, "/");
      // The day of a deputy who began today ends with today.
      expect((await waiting(deputy.page)) <= during - 1, "what was answered waits no longer");
    },
  },
  {
    name: "a post changes hands and nothing is lost",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "gromov", password);
      const before = await reader(browser, base);
      await signIn(before, "karpova", password);
      const open = await waiting(before.page);
      await goto(me, "/office/posts/converter-scientist");
      const part = await unfold(me.page, "Hand over or appoint");
      await part.locator("select[name=person]").selectOption("sokolov");
      await keep(me, part, "handover");
      await look(me, "post-handed-over");
      const after = await reader(browser, base);
      await signIn(after, "sokolov", password);
      const text = await after.page.locator("main").textContent();
      expect(text.includes("Senior scientist, power converters"), "the new holder acts for the post");
      await goto(after, "/needs?mine=1");
      expect((await after.page.locator("tbody").textContent()).includes("Drives with controlled rectifiers"), "the needs of the post came along");
      await goto(before, "/");
      expect((await waiting(before.page)) < open || open === 0, "who handed the post over is asked no more for it");
      await goto(me, "/office/posts/converter-scientist");
      const back = await unfold(me.page, "Hand over or appoint");
      await back.locator("select[name=person]").selectOption("karpova");
      await keep(me, back, "handed-back");
    },
  },
  {
    name: "the pages of the administrator are closed to others, whatever they guess",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "karpova", password);
      for (const address of ["/office/import", "/office/ledger", "/office/jobs", "/office/export/persons.csv"]) await goto(me, address, 403);
      await picture(me, "not-for-you");
      await goto(me, "/office/persons/sokolov");
      expect((await me.page.locator("details").filter({ hasText: "This person leaves" }).count()) === 0, "colleagues are not taken out by colleagues");
    },
  },
];
