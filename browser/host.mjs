#!/usr/bin/env node
// A host of the world for walks: feeds, a repository of two pages, and addresses that misbehave. Prints its own address
// and then "ready". PORT says where it listens; without it at any port that is free.

import { createServer } from "node:http";

/** A feed of so many items; each word has its own. */
function feed(word, n) {
  const items = Array.from({ length: n }, (_, at) => at + 1).map(
    (at) =>
      `<item><title>Invented ${word} loom, part ${at}</title><link>http://journal.invalid/${word}/${at}</link><guid>http://journal.invalid/${word}/${at}</guid><description>A loom that does not exist weaves ${word}.</description></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Letters on ${word}</title><link>http://journal.invalid/</link><language>en</language>${items.join("")}</channel></rss>`;
}

/** A feed for the pictures of the guide. */
function letters() {
  const titles = ["Silicon rectifiers in mountain locomotives", "Frost and the cooling of mercury-arc rectifiers", "Shunting locomotives with welded frames", "Thyristor control of direct-current motors"];
  const items = titles.map((title, at) => `<item><title>${title} (invented)</title><link>http://journal.invalid/letters/${at}</link><guid>http://journal.invalid/letters/${at}</guid></item>`);
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Letters on traction (invented)</title><link>http://journal.invalid/</link><language>en</language>${items.join("")}</channel></rss>`;
}

function record(word, at) {
  return `<record><header><identifier>oai:journal.invalid:${word}-${at}</identifier><datestamp>2026-01-01</datestamp></header><metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Invented ${word} mill, part ${at}</dc:title><dc:date>1962</dc:date></oai_dc:dc></metadata></record>`;
}

function oai(word, query) {
  const verb = query.get("verb");
  const around = (body) => `<?xml version="1.0"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate>${body}</OAI-PMH>`;
  if (verb === "Identify") return around(`<Identify><repositoryName>Archive of ${word}</repositoryName></Identify>`);
  if (verb === "ListMetadataFormats") return around("<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix></metadataFormat></ListMetadataFormats>");
  if (query.get("resumptionToken") === "2") return around(`<ListRecords>${record(word, 3)}<resumptionToken/></ListRecords>`);
  return around(`<ListRecords>${record(word, 1)}${record(word, 2)}<resumptionToken completeListSize="3">2</resumptionToken></ListRecords>`);
}

/** What receivers of events were sent, by their words. */
const events = new Map();

/** Takes an event, or refuses it with the status that the address names; a question for it gives everything that came. */
function hook(request, response, word, status) {
  const came = events.get(word) ?? [];
  events.set(word, came);
  if (request.method !== "POST") return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(came));
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    came.push({ headers: request.headers, body });
    response.writeHead(status).end(status < 300 ? "" : "The register is closed for the night");
  });
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://host");
  const [, what, word = "thread"] = url.pathname.split("/");
  const send = (type, body) => response.writeHead(200, { "Content-Type": type }).end(body);
  if (what === "hook") return hook(request, response, word, Number(url.pathname.split("/")[3] ?? 204));
  if (what === "feed") return send("application/rss+xml", feed(word, 3));
  if (what === "letters") return send("application/rss+xml", letters());
  if (what === "page") return send("text/html", `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed/${word}"></head><body>A page</body></html>`);
  if (what === "oai") return send("text/xml", oai(word, url.searchParams));
  if (what === "inside") return response.writeHead(302, { Location: "http://169.254.169.254/latest/" }).end();
  if (what === "busy") return response.writeHead(503, { "Retry-After": "3600" }).end();
  response.writeHead(404).end();
});
server.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`127.0.0.1:${server.address().port}`);
  console.log("ready");
});
