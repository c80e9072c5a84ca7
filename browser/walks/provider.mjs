// A provider of identities: bound to, signed in with, shown oneself by, parted from; what its groups give and take; and
// what is answered when it is away or its answer does not fit. The provider is a real one, started by script/walk.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { newcomerWithPassword, press } from "../newcomer.mjs";
import { expect, goto, look, reader, signIn } from "../open.mjs";

const issuer = process.env.UPTAKE_OPENID_ISSUER;
const named = (base) => base.replace("127.0.0.1", "localhost");

/** Sets what the provider says and does. */
async function set(what) {
  const answer = await fetch(`${issuer}/-/`, { method: "POST", body: JSON.stringify(what) });
  expect(answer.ok, "the provider takes what it is set to");
}

/** A reader who may go to the provider, and to nowhere else. */
async function traveller(browser, base, options) {
  const me = await reader(browser, base, options);
  const complain = me.complaints.push.bind(me.complaints);
  me.complaints.push = (text) => (text.startsWith(`asks outside: ${issuer}/`) || text.includes("favicon") ? 0 : complain(text));
  return me;
}

/** Signs in at the provider, where the reader stands. */
async function atProvider(me, name, go = "in") {
  await me.page.locator("input[name=password]").waitFor();
  expect(me.page.url().startsWith(issuer), `the reader stands at the provider, not at ${me.page.url()}`);
  await me.page.locator("input[name=name]").fill(name);
  await me.page.locator("input[name=password]").fill("let me in");
  const [answer] = await Promise.all([
    me.page.waitForResponse((response) => new URL(response.url()).pathname === "/sign-in/provider/back"),
    me.page.locator(`button[value=${go}]`).click(),
  ]);
  await me.page.waitForLoadState("load");
  return answer;
}

/** From the sign-in page to the provider and back. */
async function enter(me, name) {
  await goto(me, "/sign-in");
  await me.page.getByRole("link", { name: "Sign in with House login" }).click();
  return atProvider(me, name);
}

const text = (me) => me.page.locator("main").textContent();
const where = (me) => new URL(me.page.url()).pathname;

async function follow(me, name) {
  await Promise.all([me.page.waitForNavigation({ waitUntil: "load" }), me.page.getByRole("link", { name, exact: true }).first().click()]);
}

/** Binds a newcomer to the provider's account of the same name, and gives their password. */
async function bound(browser, at, name) {
  const password = await newcomerWithPassword(browser, at, name);
  const me = await traveller(browser, at);
  await signIn(me, name, password);
  await goto(me, "/account");
  await follow(me, "Bind to House login");
  await atProvider(me, name);
  expect((await text(me)).includes("You can sign in with the provider from now on"), `${name} is bound: ${await text(me)}`);
  return { me, password };
}

export default [
  {
    name: "while the provider is away the page says so, and the password still works",
    async walk({ browser, base }) {
      const me = await traveller(browser, named(base));
      await set({ away: true });
      try {
        await goto(me, "/sign-in/provider", 502);
        expect((await text(me)).includes("House login does not answer"), "it is said that the provider does not answer");
        await look(me, "provider-away");
        await follow(me, "To the sign-in page");
        await signIn(me, "lebedev", process.env.UPTAKE_PASSWORD);
      } finally {
        await set({ away: false });
      }
      const late = await traveller(browser, named(base));
      await set({ tokens: "away" });
      try {
        const answer = await enter(late, "somebody");
        expect(answer.status() === 502, "an answer that cannot be looked at lets nobody in");
      } finally {
        await set({ tokens: "here" });
      }
    },
  },
  {
    name: "somebody is bound to the provider, signs in with it, shows by it that it is them, and parts from it",
    async walk({ browser, base }) {
      const at = named(base);
      const { me, password } = await bound(browser, at, "petrenko");
      await look(me, "account-provider");
      const other = await traveller(browser, at, { script: false });
      await enter(other, "petrenko");
      expect(where(other) === "/", `petrenko is in, not at ${other.page.url()}`);
      await goto(other, "/account");
      expect((await text(other)).includes("Last used: ") && !(await text(other)).includes("Last used: never"), "the settings say when it was used");

      // Shown anew: the provider asks for name and password though its own session goes on.
      await goto(other, "/prove/provider?next=/account/password");
      await atProvider(other, "petrenko");
      expect(where(other) === "/account/password", `whoever showed it goes on where they wanted, not to ${other.page.url()}`);
      const third = await traveller(browser, at);
      await signIn(third, "petrenko", password);
      await goto(third, "/prove/provider?next=/account/password");
      const answer = await atProvider(third, "somebody-else");
      expect(answer.status() === 403 && (await text(third)).includes("not the one that you are bound to"), "somebody else's account shows nothing");
      await look(third, "provider-somebody-else");

      // Whoever is bound cannot be bound by another, and a second one sees whose it is not.
      const thief = await traveller(browser, at);
      const words = await newcomerWithPassword(browser, at, "thief");
      await signIn(thief, "thief", words);
      await goto(thief, "/account");
      await follow(thief, "Bind to House login");
      await atProvider(thief, "petrenko");
      expect((await text(thief)).includes("bound to somebody already"), "an account of the provider is bound once");
      await goto(thief, "/account/provider/bind?start=made-up", 400);

      await goto(me, "/account");
      await press(me.page, "Part from House login");
      expect((await text(me)).includes("You are parted from the provider"), "it is said that they are parted");
      const again = await traveller(browser, at);
      await enter(again, "petrenko");
      expect((await text(again)).includes("There is an account petrenko here already"), `whoever is parted does not come in: ${await text(again)}`);
      await look(again, "provider-taken");
      await signIn(again, "petrenko", password);
    },
  },
  {
    name: "a person is made of somebody whom nobody is bound to, and groups give and take posts",
    async walk({ browser, base }) {
      const at = named(base);
      await set({ person: { "Anna.Nova": { name: "Anna Nova (invented)", groups: ["advisers", "directors", "unheard-of"] } } });
      const me = await traveller(browser, at);
      await enter(me, "Anna.Nova");
      expect(where(me) === "/", `a person was made and is in, not at ${me.page.url()}: ${await text(me)}`);
      await goto(me, "/account");
      let seen = await text(me);
      expect(seen.includes("Technology adviser"), "the group gave the post");
      expect(!seen.includes("Director of the works"), "the post that zaitseva holds was not taken over");
      await look(me, "account-made");
      await press(me.page, "Part from House login");
      expect((await text(me)).includes("only way in"), `whoever has no other way in is not parted: ${await text(me)}`);
      await look(me, "provider-only-way");

      // The keys of the provider change, and the claims stand in the token now.
      await set({ person: { "Anna.Nova": { name: "Anna Nova (invented)", groups: ["mechanisers"] } }, claims: "token" });
      const second = await traveller(browser, at);
      await enter(second, "Anna.Nova");
      await goto(second, "/account");
      seen = await text(second);
      expect(!seen.includes("Technology adviser") && seen.includes("Engineer for information machines"), `the one post is taken, the unit's is given: ${seen}`);
      await set({ person: { "Anna.Nova": { name: "Anna Nova (invented)" } } });
      const third = await traveller(browser, at);
      await enter(third, "Anna.Nova");
      await goto(third, "/account");
      expect(!(await text(third)).includes("Engineer for information machines"), "without groups there is no post");

      const gromov = await reader(browser, at);
      await signIn(gromov, "gromov", process.env.UPTAKE_PASSWORD);
      await goto(gromov, "/office/persons/anna-nova");
      await look(gromov, "person-made");
      await goto(gromov, "/office/ledger");
      expect((await text(gromov)).includes("The provider of identities"), "the ledger says that the provider did it");
    },
  },
  {
    name: "an answer counts once, in its browser, for its question",
    async walk({ browser, base }) {
      const at = named(base);
      const { me } = await bound(browser, at, "answers");
      await me.context.close();
      const one = await traveller(browser, at);
      await goto(one, "/sign-in/provider/back?code=made-up&state=made-up", 400);
      await look(one, "provider-late");
      await goto(one, "/sign-in");
      await one.page.getByRole("link", { name: "Sign in with House login" }).click();
      await one.page.locator("input[name=password]").waitFor();
      const cookie = (await one.context.cookies(at)).find(({ name }) => name.endsWith("uptake-away"));
      expect(cookie.httpOnly && cookie.sameSite === "Lax", "the question travels in a cookie that no script reads");
      const answer = await atProvider(one, "answers");
      expect(where(one) === "/", "the first answer lets its person in");
      const address = answer.url();

      // The same answer again, with its cookie put back: it was used.
      await one.context.addCookies([cookie]);
      await goto(one, address, 400);
      // In another browser: it was not asked there.
      const thief = await traveller(browser, at);
      await goto(thief, address, 400);
      // A question of one's own and the answer to another.
      await goto(thief, "/sign-in");
      await thief.page.getByRole("link", { name: "Sign in with House login" }).click();
      await thief.page.locator("input[name=password]").waitFor();
      await goto(thief, address, 400);
      const url = new URL(address);
      url.searchParams.set("iss", "https://elsewhere.example");
      const fourth = await traveller(browser, at);
      await goto(fourth, "/sign-in/provider");
      const state = JSON.parse(Buffer.from((await fourth.context.cookies(at)).find(({ name }) => name.endsWith("uptake-away")).value.split(".")[0], "base64url").toString().replace(/^\d+ /, "")).asking.state;
      url.searchParams.set("state", state);
      await goto(fourth, url.href, 403);
      await look(fourth, "provider-unfit");
      const fifth = await traveller(browser, at);
      await goto(fifth, "/sign-in");
      await fifth.page.getByRole("link", { name: "Sign in with House login" }).click();
      await atProvider(fifth, "answers", "out");
      expect((await text(fifth)).includes("did not let you in"), `who went back is told so: ${await text(fifth)}`);
      await look(fifth, "provider-declined");
    },
  },
  ...["desk", "phone"].flatMap((width) =>
    ["en", "ru", "de"].map((language) => ({
      name: `an office that makes no persons says what to do, ${width}, ${language}`,
      async walk({ browser }) {
        const folder = await mkdtemp(path.join(tmpdir(), "uptake-walk-"));
        const { UPTAKE_PASSWORD: _, UPTAKE_PROGRAM: program, ...env } = process.env;
        const settings = { ...env, UPTAKE_OPENID_PERSONS: "known", UPTAKE_OPENID_GROUPS: "[]" };
        const run = (...words) => spawn(program, words, { env: settings, stdio: ["ignore", "pipe", "inherit"] });
        const ended = (child) => new Promise((resolve) => child.once("exit", resolve));
        expect((await ended(run("init", path.join(folder, "office")))) === 0, "an office is made");
        const server = run("serve", path.join(folder, "office"), "--listen", "127.0.0.1:0", "--log", "warn");
        try {
          const base = await new Promise((resolve) => {
            let said = "";
            server.stdout.on("data", (part) => {
              said += part;
              const found = said.match(/open at (http:\/\/[^\s]+)/);
              if (found) resolve(found[1]);
            });
          });
          const me = await traveller(browser, named(base), { width, language });
          await goto(me, "/sign-in");
          await look(me, "sign-in-provider");
          await me.page.locator("main a[href^='/sign-in/provider']").click();
          const answer = await atProvider(me, "stranger");
          expect(answer.status() === 403, "somebody whom nobody is bound to does not come in");
          await look(me, "provider-unknown");
        } finally {
          const gone = ended(server);
          server.kill("SIGTERM");
          await gone;
          await rm(folder, { recursive: true, force: true });
        }
      },
    })),
  ),
];
