import { goto, reader, signIn, picture, fits, axe } from "/work/main/browser/open.mjs";
const password = process.env.UPTAKE_PASSWORD;
const pages = { sokolov: ["/needs","/needs/new","/needs/electric-locomotives","/records","/records?q=rectifier*","/requests","/requests/new","/account"], orlova: ["/","/needs/n-demo-silicon-for-traction"], lebedev:["/"], zaitseva:["/"], gromov:["/"] };
export default [{ name: "tour", async walk({ browser, base }) {
  let bad=[];
  for (const width of ["desk","phone"]) for (const [who, list] of Object.entries(pages)) {
    const me = await reader(browser, base, { width });
    await signIn(me, who, password);
    for (const address of list) {
      try { await goto(me, address); await picture(me, `tour-${who}${address.replace(/[^a-z0-9]+/gi,"-")}`); } catch (e) { bad.push(`${who} ${address}: ${e.message}`); continue; }
      for (const check of [fits, axe]) try { await check(me); } catch (e) { bad.push(`${who} ${width} ${address}: ${e.message}`); }
      if (me.complaints.length) { bad.push(`${who} ${address}: ${me.complaints.join("; ")}`); me.complaints.length=0; }
    }
  }
  if (bad.length) throw new Error(bad.join("\n"));
}}];
