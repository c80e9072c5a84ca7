// The webhooks of a post: made, tested, refused by their receiver, given another secret, paused, taken away. The receiver is the
// host of the world in WALK_HOST; what it was sent is checked here by the specification, with nothing of ours. The citation of a
// record stands beside it.

import { createHmac } from "node:crypto";
import { expect, goto, look, reader, signIn, speak } from "../open.mjs";

const PASSWORD = process.env.UPTAKE_PASSWORD ?? "";
const HOST = process.env.WALK_HOST ?? "";

async function press(me, text, exact = true) {
  await Promise.all([me.page.waitForNavigation(), me.page.locator("main").getByRole("button", { name: text, exact }).first().click()]);
}

/** What the receiver was sent, once it is so much. */
async function sent(word, n) {
  for (let tries = 0; tries < 300; tries += 1) {
    const came = await (await fetch(`http://${HOST}/hook/${word}`)).json();
    if (came.length >= n) return came;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${word} was not sent ${n} events`);
}

/** Whether an event is signed by a secret, as Standard Webhooks 1.0.0 says it. */
function isSigned({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const own = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
  return headers["webhook-signature"].split(" ").includes(own);
}

const secretOn = async (me) => (await me.page.locator("main code").first().textContent()).trim();

async function ofSokolov(me) {
  await goto(me, "/office/persons/sokolov");
  const href = await me.page.locator("main a[href^='/office/posts/'], aside a[href^='/office/posts/']").first().getAttribute("href");
  return href.split("/").pop();
}

/** Looks at the page again until it says something. */
async function until(me, words) {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await me.page.locator("main").textContent()).includes(words)) return;
    await new Promise((done) => setTimeout(done, 100));
    await me.page.reload();
  }
  throw new Error(`the page never says ${words}`);
}

export default [
  ...["desk", "phone"].map((width) => ({
    name: `a program of a post is told what happens, and shows that it was, at ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "sokolov", PASSWORD);
      const post = await ofSokolov(me);
      await goto(me, `/office/posts/${post}/webhooks`);
      await look(me, `webhooks-${width}`);
      await me.page.locator("#title").fill("Register of the works");
      await me.page.locator("#address").fill("http://open.example/in");
      await press(me, "Make it");
      expect((await me.page.locator("main").textContent()).includes("https"), "an open address was taken");
      await look(me, `webhooks-slips-${width}`);
      await me.page.locator("#address").fill(`http://${HOST}/hook/${width}`);
      await press(me, "Make it");
      const secret = await secretOn(me);
      await look(me, `webhook-made-${width}`);
      await press(me, "Send a test");
      const [test] = await sent(width, 1);
      expect(isSigned(test, secret), "the test is not signed by the secret that was shown");
      expect(JSON.parse(test.body).type === "test", test.body);
      await until(me, "Taken");
      await press(me, "Make another secret");
      const other = await secretOn(me);
      await goto(me, new URL(me.page.url()).pathname.replace(/\/rotate$/, ""));
      await press(me, "Send again", false);
      const again = (await sent(width, 2))[1];
      expect(isSigned(again, secret) && isSigned(again, other), "both secrets are good for a day");
      expect(again.headers["webhook-id"] === test.headers["webhook-id"], "what is sent again has another name");
      await me.page.locator("#address").fill(`http://${HOST}/hook/${width}-closed/503`);
      await press(me, "Keep");
      await press(me, "Send a test");
      await until(me, "The register is closed for the night");
      await look(me, `webhook-refused-${width}`);
      await press(me, "Pause");
      expect((await me.page.locator("main").textContent()).includes("Let it go on"), "it was not paused");
      await press(me, "Take this webhook away");
      expect(!(await me.page.locator("main").textContent()).includes(`/hook/${width}-closed`), "it was not taken away");
    },
  })),
  {
    name: "the webhooks of a post and a citation are read in every language",
    async walk({ browser, base }) {
      for (const language of ["ru", "de"]) {
        const me = await reader(browser, base, { width: "phone", language });
        await signIn(me, "sokolov", PASSWORD);
        await speak(me, language);
        try {
          await goto(me, `/office/posts/${await ofSokolov(me)}/webhooks`);
          await look(me, `webhooks-${language}`);
        } finally {
          await speak(me, "en");
        }
      }
    },
  },
  ...["desk", "phone"].map((width) => ({
    name: `a record is cited in a style, and so is what a search found, at ${width}`,
    async walk({ browser, base }) {
      const me = await reader(browser, base, { width });
      await signIn(me, "sokolov", PASSWORD);
      await goto(me, "/records?q=rectifier*");
      const record = await me.page.locator("main a[href^='/records/R']").first().getAttribute("href");
      await goto(me, record);
      await me.page.locator("#style").selectOption("gost-r-705-2008-numeric");
      await press(me, "Show in this style");
      expect((await me.page.locator("#style").inputValue()) === "gost-r-705-2008-numeric", "the style was not taken");
      await look(me, `cite-record-${width}`);
      await goto(me, record);
      expect((await me.page.locator("#style").inputValue()) === "gost-r-705-2008-numeric", "the style is not remembered");
      await goto(me, "/records/cite?q=rectifier*&style=american-psychological-association");
      await look(me, `cite-list-${width}`);
    },
  })),
];
