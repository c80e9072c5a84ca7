// The account: one-time codes, a passkey, the password, tokens for programs and sessions, each set up, used and ended.
// Passkeys want a name and not a number, so all of it is walked at `localhost`.

import { createHmac } from "node:crypto";

import { newcomerWithPassword, press } from "../newcomer.mjs";
import { expect, goto, look, reader, signIn } from "../open.mjs";

const named = (base) => base.replace("127.0.0.1", "localhost");

/** The one-time code of a key in base 32, now or so many steps from now (RFC 6238). */
function codeOf(key, steps = 0) {
  const bits = [...key.replace(/\s/g, "")].map((digit) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(digit).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const sum = createHmac("sha1", bytes).update(counter).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Signs in, and gives the page that follows. */
async function enter(me, name, password, code) {
  await goto(me, "/sign-in");
  await me.page.locator("input[name=name]").fill(name);
  await me.page.locator("input[name=password]").fill(password);
  await press(me.page, "Sign in");
  if (code === undefined) return;
  await me.page.locator("input[name=password]").fill(password);
  await me.page.locator("input[name=code]").fill(code);
  await press(me.page, "Sign in");
}

const isIn = (me) => new URL(me.page.url()).pathname !== "/sign-in";

async function text(me) {
  return me.page.locator("main").textContent();
}

/** Presses the first button of the forms that are sent to an address. */
async function pressIn(me, action) {
  await Promise.all([me.page.waitForNavigation({ waitUntil: "load" }), me.page.locator(`form[action="${action}"] button`).first().click()]);
}

/** A device that makes passkeys, in the browser. */
async function authenticator(me) {
  const line = await me.context.newCDPSession(me.page);
  await line.send("WebAuthn.enable");
  await line.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

const PAGES = [["/account", "account"], ["/account/codes", "account-codes"], ["/account/passkeys", "account-passkeys"], ["/account/password", "account-password"]];

export default [
  ...["desk", "phone"].flatMap((width) =>
    ["en", "ru", "de"].map((language) => ({
      name: `every page of the account, ${width}, ${language}`,
      async walk({ browser, base }) {
        const me = await reader(browser, named(base), { width, language });
        await goto(me, "/sign-in");
        await look(me, "sign-in");
        // Whoever has chosen no language reads in that of their browser.
        const name = `looks-${width}-${language}`;
        await signIn(me, name, await newcomerWithPassword(browser, named(base), name));
        for (const [address, page] of PAGES) {
          await goto(me, address);
          await look(me, page);
        }
        expect((await me.page.locator("html").getAttribute("lang")) === language, `the pages are in ${language}`);
      },
    })),
  ),
  {
    name: "one-time codes are asked for once a device shows them, and a wrong one lets nobody in",
    async walk({ browser, base }) {
      const at = named(base);
      const password = await newcomerWithPassword(browser, at, "codes");
      const me = await reader(browser, at);
      await signIn(me, "codes", password);
      await goto(me, "/account/codes");
      expect((await me.page.locator("svg[role=img]").count()) > 0, "the key stands there as a picture");
      const key = (await me.page.locator("main p code").first().textContent()).trim();
      await me.page.locator("input[name=code]").fill("000000");
      await press(me.page, "Ask for codes");
      await me.page.locator(".slips").waitFor();
      expect((await me.page.locator("main p code").first().textContent()).trim() === key, "a wrong code keeps the key that the device has");
      await look(me, "account-codes-wrong");
      await me.page.locator("input[name=code]").fill(codeOf(key));
      await press(me.page, "Ask for codes");
      expect((await text(me)).includes("A one-time code is asked for when you sign in"), "the settings say that codes are asked for");

      const other = await reader(browser, at, { script: false });
      await enter(other, "codes", password);
      expect(!isIn(other) && (await other.page.locator("input[name=code]").count()) === 1, "a code is asked for");
      await look(other, "sign-in-code");
      await enter(other, "codes", password, "000000");
      expect(!isIn(other), "a wrong code lets nobody in");
      // The device's next code, kept: a step of time that ends in between changes neither that it is good nor
      // that it is good once.
      const next = codeOf(key, 1);
      await enter(other, "codes", password, next);
      expect(isIn(other), "the code of the device lets its person in");
      const third = await reader(browser, at);
      await enter(third, "codes", password, next);
      expect(!isIn(third), "a code is good once");

      await goto(other, "/account");
      await press(other.page, "Ask for codes no longer");
      const fourth = await reader(browser, at);
      await signIn(fourth, "codes", password);
    },
  },
  {
    name: "a passkey is added, lets its person in and is removed",
    async walk({ browser, base }) {
      const at = named(base);
      const password = await newcomerWithPassword(browser, at, "keys");
      const me = await reader(browser, at);
      await authenticator(me);
      await signIn(me, "keys", password);
      await goto(me, "/account/passkeys");
      await look(me, "account-passkeys-none");
      await me.page.locator("input[name=passkey-name]").fill("Desk in the works");
      await press(me.page, "Add a passkey");
      expect((await text(me)).includes("You have one passkey"), `the settings count the passkey: ${await text(me)}`);
      await goto(me, "/account/passkeys");
      expect((await text(me)).includes("Desk in the works"), "the passkey has its name");
      await look(me, "account-passkeys-one");

      await goto(me, "/account");
      await press(me.page, "Sign out");
      await Promise.all([me.page.waitForURL((url) => url.pathname !== "/sign-in"), me.page.getByRole("button", { name: "Sign in with a passkey" }).click()]);
      expect((await text(me)).length > 0 && isIn(me), "the passkey lets its person in");

      await goto(me, "/account/passkeys");
      await pressIn(me, "/account/passkeys/remove");
      await goto(me, "/account");
      await press(me.page, "Sign out");
      await me.page.getByRole("button", { name: "Sign in with a passkey" }).click();
      await me.page.locator(".slips").waitFor();
      expect((await text(me)).includes("not known here"), `a removed passkey lets nobody in: ${await text(me)}`);
      await look(me, "sign-in-passkey-removed");
    },
  },
  {
    name: "a new password ends the other session, and this one goes on",
    async walk({ browser, base }) {
      const at = named(base);
      const password = await newcomerWithPassword(browser, at, "words");
      const me = await reader(browser, at);
      const other = await reader(browser, at);
      await signIn(me, "words", password);
      await signIn(other, "words", password);
      await goto(me, "/account/password");
      const fill = async (current, one, two) => {
        await me.page.locator("input[name=current-password]").fill(current);
        await me.page.locator("input[name=password]").fill(one);
        await me.page.locator("input[name=again]").fill(two);
        await press(me.page, "Change the password");
      };
      const chosen = "other words for nineteen sixty-one";
      await fill("wrong words of nobody", chosen, chosen);
      await look(me, "account-password-wrong");
      await fill(password, chosen, "something else entirely");
      await me.page.locator(".slips").waitFor();
      await fill(password, chosen, chosen);
      expect((await text(me)).includes("Your password is changed"), "it is said that the password is changed");
      await look(me, "account-password-changed");
      await goto(other, "/account");
      expect(new URL(other.page.url()).pathname === "/sign-in", "the other session has ended");
      await enter(other, "words", password);
      expect(!isIn(other), "the old password lets nobody in");
      await enter(other, "words", chosen);
      expect(isIn(other), "the new one does");
    },
  },
  {
    name: "a token is shown once, serves a program and is refused when it was made useless",
    async walk({ browser, base }) {
      const at = named(base);
      const password = await newcomerWithPassword(browser, at, "tokens");
      const me = await reader(browser, at);
      await signIn(me, "tokens", password);
      await goto(me, "/account");
      await me.page.locator("input[name=token-name]").fill("The library's machine");
      await press(me.page, "Make a token");
      const token = (await me.page.locator("code.secret").textContent()).trim();
      await look(me, "account-token");
      const ask = async (options = {}) => (await fetch(`${at}/account`, { redirect: "manual", headers: { authorization: `Bearer ${token}` }, ...options })).status;
      expect((await ask()) === 200, "the token opens what its person may see");
      const changed = await ask({ method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/x-www-form-urlencoded" }, body: "" });
      expect(changed !== 200, "a token that reads changes nothing");
      await goto(me, "/account");
      expect(!(await text(me)).includes(token), "it is shown this once");
      await pressIn(me, "/account/tokens/revoke");
      expect((await ask()) === 303, "a token that was made useless opens nothing");
    },
  },
  {
    name: "one session is ended, then all others",
    async walk({ browser, base }) {
      const at = named(base);
      const password = await newcomerWithPassword(browser, at, "places");
      const readers = [];
      for (let n = 0; n < 4; n += 1) {
        const one = await reader(browser, at, { script: n !== 0 });
        await signIn(one, "places", password);
        readers.push(one);
      }
      const [me, ...others] = readers;
      const alive = async () => {
        let n = 0;
        for (const one of others) {
          await goto(one, "/account");
          n += new URL(one.page.url()).pathname === "/account" ? 1 : 0;
        }
        return n;
      };
      await goto(me, "/account");
      await look(me, "account-sessions");
      const before = await me.page.locator("ul.sessions li").count();
      expect(before === 4, `four sessions are listed, not ${before}`);
      await pressIn(me, "/account/sessions/end");
      expect((await alive()) === 2, "one of the three others has ended");
      await goto(me, "/account");
      await press(me.page, "Sign out everywhere else");
      expect((await alive()) === 0, "none of the others goes on");
      await goto(me, "/account");
      expect(new URL(me.page.url()).pathname === "/account", "this one does");
    },
  },
];
