// Needs: stated with help, reviewed, joined, changed by two at once; with script and without.

import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const password = process.env.UPTAKE_PASSWORD;

/** Presses a button and waits for the page that follows. */
async function press(page, name, within = "main") {
  await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    page.locator(within).getByRole("button", { name, exact: true }).first().click(),
  ]);
}

async function status(page, press) {
  const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), press()]);
  return answer.status();
}

/** Chooses the first of the officer's posts, where there are several. */
async function post(page) {
  const posts = page.locator("input[type=radio][name=post]");
  if ((await posts.count()) > 0) await posts.first().check();
}

/** Fills in what a need has to have. */
async function fill(page, title) {
  await post(page);
  await page.locator("#title").fill(title);
  await page.locator("#statement").fill("Shunting locomotives want lighter diesel engines with higher boost. The present ones are too heavy by half.");
  await page.locator("#profile-1-query").fill("diesel");
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `the list of needs is narrowed by facets, ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "sokolov", password);
      await goto(me, "/needs");
      await look(me, "needs");
      const all = await me.page.locator("tbody tr").count();
      await me.page.locator(".facets a").filter({ hasText: "Of my posts" }).click();
      await me.page.waitForURL(/mine=1/);
      const mine = await me.page.locator("tbody tr").count();
      expect(mine > 0 && mine < all, `own needs are fewer than all: ${mine} of ${all}`);
      await goto(me, "/needs?q=nothingissocalled");
      expect((await me.page.locator(".empty").count()) === 1, "an empty list says the next step");
    },
  })),
  {
    name: "a need is stated with help, and the coordinator takes it",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "sokolov", password);
      await goto(me, "/needs/new");
      await fill(me.page, "Lighter diesel engines for shunting");
      await me.page.locator("#title").press("End");
      await me.page.locator("#proposals .preview").first().waitFor();
      expect((await me.page.locator("#proposals .chart").count()) > 0 || (await me.page.locator("#proposals .preview p").count()) > 0, "the preview is shown while typing");
      await look(me, "need-new");
      await press(me.page, "Add a row", "#parameter");
      await me.page.locator("#parameter-1-name").fill("Weight");
      await me.page.locator("#parameter-1-now").fill("about 3");
      await me.page.locator("#profile-1-query").fill("(diesel");
      const refused = await status(me.page, () => me.page.getByRole("button", { name: "Keep as draft" }).click());
      expect(refused === 422, `slips answer 422, not ${refused}`);
      expect((await me.page.locator(".slips li").count()) === 2, "both slips are listed");
      expect((await me.page.locator(".pointed").first().textContent()).includes("^"), "the column is pointed at");
      await look(me, "need-slips");
      await me.page.locator("#parameter-1-now").fill("3,5");
      await me.page.locator("#parameter-1-wanted").fill("2");
      await me.page.locator("#parameter-1-measure").fill("t");
      await me.page.locator("#profile-1-query").fill("diesel");
      await press(me.page, "Hand in for review");
      await me.page.waitForURL(/\/needs\/n-/);
      const address = new URL(me.page.url()).pathname;
      expect((await me.page.locator(".lead").textContent()).includes("In review"), "it is in review");
      expect((await me.page.locator("main table").first().textContent()).includes("3.5"), "the parameter is shown");
      await look(me, "need");

      const other = await reader(browser, base);
      await signIn(other, "orlova", password);
      await goto(other, address);
      expect((await other.page.locator(".preview").count()) === 1, "the reviewer sees what the profile brings");
      await look(other, "need-review");
      await press(other.page, "Accept it");
      expect((await other.page.locator(".lead").textContent()).includes("Accepted"), "it is accepted");
      await goto(me, address);
      expect((await me.page.getByRole("button", { name: "Accept it" }).count()) === 0, "its own post does not accept it");
    },
  },
  {
    name: "without script the same form proposes, takes rows and words over, and keeps one need when it is sent twice",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      await signIn(me, "sokolov", password);
      await goto(me, "/needs/new");
      await post(me.page);
      const mark = Date.now().toString(36);
      await me.page.locator("#title").fill(`Turbochargers for diesel engines ${mark}`);
      await press(me.page, "Look again");
      const terms = me.page.locator("input[name=term]");
      expect((await terms.count()) > 0, "words are proposed");
      const word = await terms.first().inputValue();
      await terms.first().check();
      await press(me.page, "Find these too");
      expect((await me.page.locator("#profile-1-query").inputValue()).includes(word), "the ticked word stands in the profile");
      await look(me, "need-new");
      const once = await me.page.locator("input[name=once]").inputValue();
      const form = await me.page.locator("form:has(#title)").evaluate((form) => Object.fromEntries(new FormData(form)));
      await press(me.page, "Keep as draft");
      expect(me.page.url().endsWith(`/needs/${once}`), "the need has the name that its form carried");
      const again = await me.context.request.post("/needs/new", { form: { ...form, do: "draft" }, headers: { origin: base }, maxRedirects: 0 });
      expect(again.status() === 303 && again.headers().location.endsWith(once), `a second sending leads to the same need, not to ${again.status()}`);
      await goto(me, `/needs?q=${mark}`);
      expect((await me.page.locator("tbody tr").count()) === 1, "one need is kept");
    },
  },
  {
    name: "two people change one need: the text of the second is kept, and the differences are listed",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "sokolov", password);
      await goto(me, "/needs/new");
      await fill(me.page, "Engines that two describe");
      await press(me.page, "Keep as draft");
      const address = new URL(me.page.url()).pathname;
      const other = await reader(browser, base);
      await signIn(other, "sokolov", password);
      await goto(me, `${address}/edit`);
      await goto(other, `${address}/edit`);
      await other.page.locator("#benefit").fill("Fuel");
      await press(other.page, "Keep as draft");
      await me.page.locator("#title").fill("Engines that one describes");
      const answer = await status(me.page, () => me.page.getByRole("button", { name: "Keep as draft" }).click());
      expect(answer === 409, `a conflict answers 409, not ${answer}`);
      const banner = await me.page.locator(".banner").first().textContent();
      expect(banner.includes("Fuel") && banner.includes("Engines that one describes"), "both differences are listed");
      expect((await me.page.locator("#title").inputValue()) === "Engines that one describes", "what was typed is kept");
      await look(me, "need-conflict");
      await press(me.page, "Keep as draft");
      expect((await me.page.locator("h1").textContent()) === "Engines that one describes", "sent again, it is kept");
    },
  },
  {
    name: "a need is asked back, changed, handed in again and joined; parted, it is in review once more",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      const other = await reader(browser, base, { script: false });
      await signIn(me, "sokolov", password);
      await signIn(other, "orlova", password);
      await goto(me, "/needs/new");
      await fill(me.page, "Boosted diesel engines");
      await press(me.page, "Hand in for review");
      const address = new URL(me.page.url()).pathname;
      await goto(other, address);
      await other.page.getByText("Ask back: give it back").click();
      await press(other.page, "Ask back");
      expect((await other.page.locator("#ask-question-slip").count()) === 1, "a question that is missing is asked for at its field");
      await other.page.locator("#ask-question").fill("Which power?");
      await press(other.page, "Ask back");
      await goto(me, address);
      expect((await me.page.locator(".banner").first().textContent()).includes("Which power?"), "its post reads the question");
      await press(me.page, "Hand in for review");
      await goto(other, address);
      await Promise.all([other.page.waitForNavigation({ waitUntil: "load" }), other.page.locator("button", { hasText: "Join to this" }).first().click()]);
      expect((await other.page.locator(".lead").textContent()).includes("Joined"), "it is joined");
      await look(other, "need-joined");
      await goto(other, await other.page.locator("h2:has-text('Served through') + p a").getAttribute("href"));
      expect((await other.page.locator(`a[href="${address}"]`).count()) > 0, "the leading need names the one that is joined");
      await goto(other, address);
      await press(other.page, "Part it from the need it is joined to");
      expect((await other.page.locator(".lead").textContent()).includes("In review"), "it is in review again");
      await other.page.getByText("Decline it, with a reason").click();
      await other.page.locator("#decline-reason").fill("Said already");
      await press(other.page, "Decline it");
      expect((await other.page.locator(".banner").first().textContent()).includes("Said already"), "the page says why");
    },
  },
  {
    name: "an expired need says since when it is silent",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "orlova", password);
      await goto(me, "/needs?expiring=1");
      await me.page.locator("tbody th a").first().click();
      await me.page.waitForURL(/\/needs\/[a-z]/);
      expect((await me.page.locator(".banner").first().textContent()).includes("expired"), "the page begins with it");
      await look(me, "need-expired");
    },
  },
  {
    name: "the post of an expired need confirms it, and it is matched again",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "mironov", password);
      await goto(me, "/needs/coal-power-turbines");
      await look(me, "need-to-confirm");
      await Promise.all([me.page.waitForNavigation(), me.page.locator("main button[value=confirm]").first().click()]);
      const text = await me.page.locator("main").textContent();
      expect(!text.includes("has expired"), `the need is matched again: ${text.slice(0, 300)}`);
      expect((await me.page.locator(".timeline").textContent()).includes("confirmed"), "its history says who confirmed it");
    },
  },
  ...["ru", "de"].map((language) => ({
    name: `the form and the page of a need in ${language}, on a phone`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width: "phone", language });
      await signIn(me, "sokolov", password);
      await speak(me, language);
      try {
        await goto(me, "/needs/new");
        await look(me, "need-new");
        await goto(me, "/needs?mine=1");
        await look(me, "needs");
        await goto(me, await me.page.locator("tbody th a").first().getAttribute("href"));
        await look(me, "need");
      } finally {
        await speak(me, "en");
      }
    },
  })),
  {
    name: "a need that is hidden and one that is not there answer alike",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "karpova", password);
      for (const address of ["/needs/n-0000000000000", "/needs/NO", "/needs/n-0000000000000/edit"]) await goto(me, address, 404);
    },
  },
  {
    name: "the session ends while a need is written: what was typed is kept, and sent after signing in again",
    async walk({ browser, base }) {
      const me = await reader(browser, base);
      await signIn(me, "karpova", password);
      await goto(me, "/needs/new");
      await fill(me.page, "Cooling of diodes in frost");
      // The session is ended from another browser, as whoever lost a laptop does.
      const elsewhere = await reader(browser, base);
      await signIn(elsewhere, "karpova", password);
      await goto(elsewhere, "/account");
      await press(elsewhere.page, "Sign out everywhere else");
      expect((await status(me.page, () => me.page.getByRole("button", { name: "Keep as draft" }).click())) === 401, "nothing is taken from who is signed out");
      await look(me, "signed-out-form");
      const again = await me.context.newPage();
      await signIn({ ...me, page: again }, "karpova", password);
      await press(me.page, "Send again");
      expect((await me.page.locator("main").textContent()).includes("Cooling of diodes in frost"), "what was typed is not lost");
    },
  },
  {
    name: "going back after a need was kept does not make a second one",
    async walk({ browser, base }) {
      const me = await reader(browser, base, { script: false });
      await signIn(me, "karpova", password);
      await goto(me, "/needs/new");
      await fill(me.page, "Frost on bushings");
      await press(me.page, "Keep as draft");
      const kept = me.page.url();
      await me.page.goBack({ waitUntil: "load" });
      await press(me.page, "Keep as draft");
      expect(me.page.url() === kept, `a second need was made: ${kept} and ${me.page.url()}`);
    },
  },
];
