// Abroad: opens the page of a mission, and what it loads, without a network. What is kept was put there by the page itself;
// nothing else of the office passes by here.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** Seconds after which a network that says nothing counts as none. */
const PATIENCE = 8;

function asked(request) {
  return Promise.race([
    fetch(request),
    new Promise((_, refuse) => setTimeout(() => refuse(new Error("the network is silent")), PATIENCE * 1000)),
  ]);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // What the page sends and fetches by itself has to know whether there is a network.
  if (request.method !== "GET" || request.headers.has("x-abroad")) return;
  const held = () => caches.match(request, { ignoreVary: true, ignoreSearch: true });
  if (new URL(request.url).pathname.startsWith("/assets/")) {
    event.respondWith(held().then((answer) => answer ?? fetch(request)));
    return;
  }
  event.respondWith(asked(request).catch(async (fault) => {
    const answer = await held();
    if (answer) return answer;
    throw fault;
  }));
});
