#!/usr/bin/env node
// A real provider of OpenID Connect for the walks: node browser/provider.mjs. It listens at a port of its own choice,
// prints its issuer, the secret of the client `uptake` and `ready`, one a line, and takes any name with the password `let me in`.
// POST /-/ sets what the walks need: { person: { name: claims } }, { away: true }, { tokens: "away" }, { rotate: true }.

import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const PASSWORD = "let me in";
const secret = randomBytes(24).toString("base64url");
const persons = new Map();
const state = { away: false, tokens: "here", claims: "asked" };
let provider;
let issuer;

function keys() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { keys: [{ ...privateKey.export({ format: "jwk" }), kid: randomBytes(8).toString("hex"), alg: "RS256", use: "sig" }] };
}

/** What the provider says of somebody. */
function claimsOf(name) {
  const own = persons.get(name) ?? {};
  return { sub: `subject-of-${name}`, preferred_username: name, name: `${name} (invented)`, email: `${name}@works.example`, email_verified: true, groups: [], ...own };
}

function make() {
  const made = new Provider(issuer, {
    clients: [{ client_id: "uptake", client_secret: secret, redirect_uris: [`${issuer}/-/nowhere`], grant_types: ["authorization_code"], response_types: ["code"] }],
    claims: { openid: ["sub"], profile: ["name", "preferred_username", "groups"], email: ["email", "email_verified"] },
    // What is asked for stands in the answer to a question of its own, as the standard has it, or in the token itself.
    conformIdTokenClaims: state.claims === "asked",
    cookies: { keys: [randomBytes(16).toString("hex")] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id.replace(/^subject-of-/, "")) }),
    interactions: { url: (_, interaction) => `/-/login/${interaction.uid}` },
    jwks: keys(),
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    pkce: { required: () => true, methods: ["S256"] },
    renderError(ctx, out) {
      ctx.type = "text/plain";
      ctx.body = `the provider refuses: ${JSON.stringify(out)}`;
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 3600 },
  });
  // The office is served at another port each time.
  made.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/localhost:\d+\/sign-in\/provider\/back$/.test(uri);
  made.on("server_error", (_, fault) => console.error(fault));
  return made;
}

async function body(request) {
  let text = "";
  for await (const part of request) text += part;
  return text;
}

async function login(request, response) {
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>The provider</title><h1>The provider of the walks</h1>
      <form method="post"><label>Name <input name="name"></label> <label>Password <input name="password" type="password"></label>
      <button name="go" value="in">Let me in</button> <button name="go" value="out">No, back</button></form>`);
    return;
  }
  const fields = new URLSearchParams(await body(request));
  if (fields.get("go") === "out") {
    await provider.interactionFinished(request, response, { error: "access_denied" }, { mergeWithLastSubmission: false });
  } else if (fields.get("password") === PASSWORD) {
    await provider.interactionFinished(request, response, { login: { accountId: `subject-of-${fields.get("name")}` } }, { mergeWithLastSubmission: false });
  } else {
    response.statusCode = 403;
    response.end("wrong password");
  }
}

async function set(request, response) {
  const { person = {}, rotate, ...rest } = JSON.parse(await body(request));
  for (const [name, claims] of Object.entries(person)) persons.set(name, claims);
  const anew = rotate || (rest.claims && rest.claims !== state.claims);
  Object.assign(state, rest);
  if (anew) provider = make();
  response.end("set");
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, issuer);
  const answer = async () => {
    if (pathname === "/-/") return set(request, response);
    if (state.away || (state.tokens === "away" && pathname === "/token")) return request.socket.destroy();
    if (pathname.startsWith("/-/login/")) return login(request, response);
    return provider.callback()(request, response);
  };
  answer().catch((fault) => {
    console.error(fault);
    response.statusCode = 500;
    response.end(String(fault));
  });
});
server.listen(0, "127.0.0.1", () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  provider = make();
  console.log(issuer);
  console.log(secret);
  console.log("ready");
});
