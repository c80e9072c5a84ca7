// Giving something out, and letting more people see it: a release waits for its case and is given by another than who asked; a marking is
// made wider by two persons beside who asked, and only then is the record seen by more. The password of the accounts is the one that
// `uptake demo` prints, in UPTAKE_PASSWORD.

import { caseOf, follow, hosted, place, press, recorded, released, sees, sent, someone, strange, unfold, voted, waitsFor } from "../giving.mjs";
import { expect, goto, look } from "../open.mjs";

/** Nobody who administers the office is cleared for what is restricted: a deputy is named who is. */
async function deputised(administrator) {
  await goto(administrator, "/office/posts/administrator");
  if (await administrator.page.getByText("zaitseva").or(administrator.page.getByText("Irina Zaitseva")).count()) {
    const offered = await administrator.page.locator("select[name=deputy] option[value=zaitseva]").count();
    if (offered === 0) return;
  }
  await unfold(administrator, "Name a deputy for a leave");
  await administrator.page.locator("select[name=deputy]").selectOption("zaitseva");
  await press(administrator, "Name the deputy");
}

/** Makes a record narrower. */
async function narrowed(me, record) {
  await goto(me, record);
  await unfold(me, "Make it narrower");
  await me.page.locator("input[name=level][value=restricted]").check();
  await press(me, "Look what it does");
  await press(me, "Add to the marking");
}

/** Asks that a record be seen by everybody in the office. */
async function asked(me, record) {
  await goto(me, record);
  await follow(me, "Widen the marking");
  await press(me, "Ask for it");
  await sees(me, "Write why more people shall see it", "a widening without a reason was taken");
  await look(me, "widen-slips");
  await me.page.locator("input[name=level][value=internal]").check();
  await me.page.locator("#reason").fill("Invented for a walk: the institute works on the same.");
  await me.page.locator("select[name=post]").selectOption("electrical-coordinator");
  await press(me, "Ask for it");
}

async function widened({ browser, base }, options) {
  const word = strange();
  const me = (name) => someone(browser, base, name, options);
  const [engineer, documentalist, reader] = [await me("sokolov"), await me("lebedev"), await me("karpova")];
  const [asker, second, third, administrator] = [await me("orlova"), await me("belov"), await me("zaitseva"), await me("gromov")];
  const record = await recorded(engineer, documentalist, word);
  await goto(reader, record);
  await narrowed(documentalist, record);
  await goto(reader, record, 404);

  await deputised(administrator);
  await asked(asker, record);
  const widening = place(asker);
  expect(/^\/widenings\/W/.test(widening), `asking led to ${widening}: ${(await asker.page.locator(".slips").allTextContents()).join(" ")}`);
  await look(asker, "widening-asked");
  // Who asked has a power by which such things are decided, and is offered nothing and let do nothing all the same.
  expect((await asker.page.getByRole("button", { name: "More people may see it" }).count()) === 0, "who asked may decide");
  const revision = await asker.page.locator("input[name=revision]").first().inputValue();
  const own = await sent(asker, base, `${widening}/decide`, { revision, side: "work", decision: "yes", "reason-work": "Because I say so." });
  expect(own.status === 422 && own.words.includes("you are one of them already"), `who asked decided: ${own.status}`);
  await goto(reader, widening, 404);
  await goto(administrator, widening, 404);

  // One word is not enough.
  await goto(second, "/");
  await sees(second, "Say whether more people may see this", "who decides was not asked");
  await goto(second, widening);
  await press(second, "More people may see it");
  await sees(second, "Write why; the decision is kept with its reason", "a word without a reason was taken");
  await second.page.locator("#reason-work").fill("Invented for a walk: the work needs it.");
  await look(second, "widening-word");
  await press(second, "More people may see it");
  await goto(reader, record, 404);
  expect((await second.page.getByRole("button", { name: "More people may see it" }).count()) === 0, "one person may say both words");

  await goto(third, widening);
  await third.page.locator("#reason-office").fill("Invented for a walk: nobody is named in it.");
  await press(third, "More people may see it");
  await sees(third, "Widened", "two words did not widen it");
  await look(third, "widening-done");
  expect((await third.page.getByText(/^[a-z-]+\/[a-z]+$/).count()) === 0, "who spoke stands there as the ledger writes it");
  await goto(reader, record);
  await look(reader, "record-widened");
  await waitsFor(reader, `/records?q=${word}`, `How ${word} is cooled`, "who may see it now does not find it");
  await goto(asker, "/widenings");
  await sees(asker, word, "the list does not tell of it");
  await look(asker, "widenings");
}

async function given({ browser, base }, options) {
  const word = strange();
  const me = (name) => someone(browser, base, name, options);
  const [engineer, scientist, coordinator] = [await me("sokolov"), await me("karpova"), await me("orlova")];
  const members = [await me("lebedev"), await me("vlasova")];
  const record = await recorded(engineer, members[0], word);
  const host = await hosted(scientist, `${word} Verken`);
  const release = await released(engineer, `Cooling of ${word} (invented)`, host, record, "traction-engineer");
  await look(engineer, "release-asked");
  expect((await engineer.page.getByRole("button", { name: "Give the records" }).count()) === 0, "who asked may give");
  const revision = await engineer.page.locator("input[name=revision]").first().inputValue();
  const own = await sent(engineer, base, `${release}/decide`, { revision, decision: "yes", remark: "" });
  expect(own.status >= 400, `who asked gave the records: ${own.status}`);
  const address = await caseOf(engineer);

  // The gate is shut until the members of the rule have voted.
  await goto(coordinator, release);
  await press(coordinator, "Give the records");
  await sees(coordinator, "has not decided yet", "it went without its case");
  expect((await coordinator.page.locator(".slips").count()) === 1, "what was refused stands above the page and above the form");
  await look(coordinator, "release-shut");
  await goto(coordinator, release);
  expect((await coordinator.page.getByText("Asked for").count()) > 0, "it was given without its case");
  for (const member of members) await voted(member, address, "yes");
  await sees(members[1], "as long as its conditions are kept", "two of three did not decide");

  await goto(coordinator, release);
  await coordinator.page.locator("#remark").fill("Invented for a walk: with our compliments.");
  await press(coordinator, "Give the records");
  await sees(coordinator, "Given", "what was let through was not given");
  await look(coordinator, "release-given");
  expect((await coordinator.page.getByText("/sokolov").count()) === 0, "who asked stands there as the ledger writes it");
  await goto(engineer, release);
  await engineer.page.locator("select[name=form]").selectOption("ris");
  const [download] = await Promise.all([engineer.page.waitForEvent("download"), engineer.page.getByRole("button", { name: "Take the file" }).click()]);
  expect(download.suggestedFilename().endsWith(".ris"), `the file is called ${download.suggestedFilename()}`);
  await goto(engineer, `${host}/exchanges`);
  await sees(engineer, `Cooling of ${word}`, "it does not stand among what passed with the host");
  await goto(engineer, "/releases");
  await look(engineer, "releases");
}

export default [
  {
    name: "a marking is made wider by two persons beside who asked",
    walk: (place) => widened(place, {}),
  },
  {
    name: "a release waits for its case and is given by another than who asked",
    walk: (place) => given(place, {}),
  },
  {
    name: "a marking is made wider on a phone without script",
    walk: (place) => widened(place, { width: "phone", script: false }),
  },
  {
    name: "a release waits for its case on a phone without script",
    walk: (place) => given(place, { width: "phone", script: false }),
  },
  {
    name: "pages of releases and widenings in Russian and German",
    async walk({ browser, base }) {
      for (const [language, width] of [["ru", "desk"], ["de", "phone"]]) {
        const me = await someone(browser, base, "orlova", { language, width });
        for (const room of ["releases", "widenings"]) {
          await goto(me, `/${room}`);
          await look(me, `${room}-${language}`);
          await Promise.all([me.page.waitForNavigation(), me.page.locator(`main table a[href^='/${room}/']`).first().click()]);
          await look(me, `${room.slice(0, -1)}-${language}`);
        }
        await goto(me, "/releases/new");
        await look(me, `release-new-${language}`);
      }
    },
  },
];
