// A case that is void because a list changed: a release was let through, then an entry of a list of parties is called like its host. The
// votes fall, the members are asked anew, the gate is shut; two persons say that it is somebody else, the members vote again, and it is
// given. The password of the accounts is the one that `uptake demo` prints, in UPTAKE_PASSWORD.

import { caseOf, follow, hosted, place, press, recorded, released, sees, someone, strange, unfold, voted, waitsFor } from "../giving.mjs";
import { expect, goto, look } from "../open.mjs";

const HEAD = "key,name,aliases,weak_aliases,kind,countries,born,identifiers,programme,since,remark";

/** Registers a list that the coordinator of the electrical industry owns. Answers its address. */
async function registered(me, name) {
  await goto(me, "/party-lists/new");
  await me.page.locator("#name").fill(name);
  await me.page.locator("#title").fill(`List of the walk ${name} (invented)`);
  await me.page.locator("#post").selectOption("electrical-coordinator");
  await press(me, "Keep");
  return `/party-lists/${name}`;
}

/** Loads a version of a list with one entry through its page, and waits until it is in force. */
async function loaded(me, list, entry, name) {
  await goto(me, list);
  await unfold(me, "Load a new version");
  await me.page.locator("main input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(`${HEAD}\n${entry}\n`) });
  await press(me, /^Load$/);
  for (let n = 0; n < 120; n += 1) {
    await goto(me, list);
    if ((await me.page.getByText(name).count()) && !(await me.page.getByText("Being read").count())) return;
    await me.page.waitForTimeout(250);
  }
  expect(false, `version ${name} did not come into force`);
}

/** The owner of the list and a second person say of its entry that it is somebody else. */
async function ruledOut(first, second, host, key) {
  await goto(first, `/screenings?view=open&q=${host.split(" ")[0]}`);
  await follow(first, host);
  const screening = place(first);
  const hit = first.page.locator("main section").filter({ hasText: key }).first();
  await hit.getByText("Somebody else", { exact: true }).first().click();
  await hit.locator("textarea").fill("Invented for a walk: a shop of the same name.");
  await look(first, "reopened-hit");
  await Promise.all([first.page.waitForNavigation(), hit.getByRole("button", { name: "Keep" }).click()]);
  await sees(first, "To be confirmed", "one person alone ruled out a strong hit");
  await goto(second, screening);
  await press(second, "Confirm");
  await sees(second, "Confirmed by", "the second person is not named");
}

async function walked({ browser, base }, options) {
  const word = strange();
  const me = (name) => someone(browser, base, name, options);
  const [engineer, scientist, administrator] = [await me("sokolov"), await me("karpova"), await me("gromov")];
  const [owner, second] = [await me("orlova"), await me("belov")];
  const members = [await me("lebedev"), await me("vlasova")];
  const [name, key] = [`${word} Verken`, `WALK-${word}`];
  const entry = (aliases) => `${key},Övre Handelsbod ${word.toLowerCase().split("").reverse().join("")},${aliases},,organisation,SE,,,Demonstration,1963-04-01,Invented`;

  // A release that was let through, while the list says nothing of its host.
  const list = await registered(administrator, `walk-${word.toLowerCase()}`);
  await loaded(owner, list, entry(""), "first.csv");
  const record = await recorded(engineer, members[0], word);
  const host = await hosted(scientist, name);
  const release = await released(engineer, `Cooling of ${word} (invented)`, host, record, "traction-engineer");
  const before = await caseOf(engineer);
  await waitsFor(members[0], before, "Nobody stands on a list", "the host is not held against the lists");
  for (const member of members) await voted(member, before, "yes");
  await sees(members[1], "as long as its conditions are kept", "two of three did not decide");
  await look(members[1], "reopened-before");

  // The entry is changed: by its other name it is the host now.
  await loaded(owner, list, entry(name), "second.csv");
  await goto(owner, `${list}/difference?from=1&to=2`);
  await sees(owner, name, "the difference of the versions does not show what was changed");
  await waitsFor(members[0], before, "This case says nothing any more", "the votes stand though the list changed");
  await look(members[0], "reopened-void");
  await follow(members[0], "The case that decides it anew");
  const anew = place(members[0]);
  expect(anew !== before && /^\/cases\/C/.test(anew), `it is decided anew at ${anew}`);
  await sees(members[0], "A party stands on a list", "the case does not say what the list says");
  await sees(members[0], "0 of 3 have voted", "a vote was carried over to what nobody saw");
  await look(members[0], "reopened-anew");
  for (const member of members) {
    await goto(member, "/cases?view=mine");
    await sees(member, word, "a member was not asked anew");
    await goto(member, "/");
    await sees(member, "Vote on this control case", "a member was not told");
  }

  // The gate is shut by then.
  await goto(owner, release);
  await press(owner, "Give the records");
  await sees(owner, "has not decided yet", "it went by votes that fell");
  await look(owner, "reopened-shut");

  // It is somebody else; that is part of what is voted on.
  await ruledOut(owner, second, name, key);
  await waitsFor(members[0], anew, "Nobody stands on a list", "what was said of the hit did not come to the case");
  for (const member of members) await voted(member, anew, "yes", "Invented for a walk: a shop of the same name.");
  await sees(members[1], "as long as its conditions are kept", "what was voted again did not decide");
  await goto(owner, release);
  await press(owner, "Give the records");
  await sees(owner, "Given", "the gate did not open");
  await look(owner, "reopened-given");
}

export default [
  {
    name: "a changed list voids a case: its members are told, vote again, and the gate opens",
    walk: (place) => walked(place, {}),
  },
  {
    name: "a changed list voids a case, on a phone without script",
    walk: (place) => walked(place, { width: "phone", script: false }),
  },
];
