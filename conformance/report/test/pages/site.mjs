// Looks at what a site has beyond the report: node site.mjs SITE [PICTURES]
// SITE is what `gauntlet report --site` wrote in a checkout; node_modules is looked for in the working directory. With PICTURES, a
// folder, screenshots are written there for people to look at.
import {mkdirSync, readFileSync, readdirSync, statSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {runInNewContext} from "node:vm";
import {accessible, check, conclude, failures, fits, launch, open as open_in} from "./browser.mjs";

const [site, pictures] = process.argv.slice(2);
if (!site) {
  console.error("usage: node site.mjs SITE [PICTURES]");
  process.exit(2);
}
if (pictures) mkdirSync(pictures, {recursive: true});
const file = (name) => resolve(site, name);
const url = (name) => pathToFileURL(file(name)).href;

const browser = await launch();
const open = async (name, options) => {
  const page = await open_in(browser, url(name), (asked) => !/^https?:/.test(asked), options);
  page.on("requestfailed", (r) => failures.push(`${name}: ${r.url()} cannot be loaded`));
  return page;
};
const step = (name) => console.log(`== ${name}`);

// Every page at three widths, dark and light; colours are the same at every width.
const looks = {start: "index.html", rules: "rules.html", pairs: "pairs.html", automata: "automata.html", playground: "playground.html", docs: "docs/index.html", page: "docs/choosing-a-challenge.html", table: "docs/figures/run.html"};
for (const [what, name] of Object.entries(looks)) {
  step(what);
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(name, {viewport: {width: 1280, height: 900}, colorScheme});
    for (const width of [1280, 768, 390]) {
      await page.setViewportSize({width, height: 900});
      await fits(page, `${what} at ${width}, ${colorScheme}`);
      if (pictures) await page.screenshot({path: `${pictures}/${what}-${width}-${colorScheme}.png`, fullPage: width === 390 && what !== "table"});
    }
    await accessible(page, `${what}, ${colorScheme}`);
    await page.context().close();
  }
}

step("the ways between the parts");
{
  const page = await open("index.html");
  const numbers = await page.locator(".tallies b").allTextContents();
  check(numbers.length === 5 && numbers.every((text) => /^[\d,]+( of [\d,]+)?$/.test(text)), `figures: ${numbers}`);
  for (const title of ["Results", "Rules", "Pairs", "Automata", "Playground", "Documentation", "Start"]) {
    await page.locator("nav.site").getByText(title).click();
    await page.locator("nav.site [aria-current]", {hasText: title}).waitFor();
    check(await page.locator("h1").count() === 1, `${title}: not one h1`);
  }
  const cards = await page.locator(".parts a").count();
  check(cards === 6, `${cards} ways from the first page`);
  // A link of the documentation, to a heading of another page.
  await page.goto(url("docs/index.html"));
  await page.getByRole("link", {name: "the protocol"}).click();
  await page.locator("h1").waitFor();
  check(/protocol/i.test(await page.locator("h1").textContent()), "a link to PROTOCOL.md does not lead there");
  check(await page.locator('[id="4-cases"]').count() === 1, "a heading has not the anchor that GitHub gives it");
  await page.context().close();
}

step("rules");
{
  const page = await open("rules.html");
  const shares = await page.locator(".rules td.r").allTextContents();
  check(shares.length > 0 && shares.every((text) => /^(-|\d+ of \d+)$/.test(text)), `not a share: ${shares.find((text) => !/^(-|\d+ of \d+)$/.test(text))}`);
  // The first count of each table, by the keyboard: most first.
  const table = page.locator("table.rules").first();
  await table.locator("thead button").nth(2).focus();
  await page.keyboard.press("Enter");
  const orders = await table.locator("tbody tr").evaluateAll((rows) => rows.map((row) => Number(row.cells[2].dataset.order)));
  check(orders.every((one, i) => i === 0 || orders[i - 1] >= one), `not sorted: ${orders}`);
  const folded = page.locator("details").first();
  check(await page.locator("details").count() > 0, "no names are folded away");
  await folded.locator("summary").focus();
  await page.keyboard.press("Enter");
  check(await folded.evaluate((one) => one.open), "names do not unfold by the keyboard");
  await fits(page, "unfolded names");
  const cited = await page.locator("table.rules th a[href^='https://www.rfc-editor.org/']").count();
  check(cited > 0, "no requirement leads to its section");
  await page.context().close();
}

step("pairs");
{
  const page = await open("pairs.html");
  for (const id of await page.locator("h2[id^=pairs-]").evaluateAll((all) => all.map((one) => one.id))) {
    const {pairs, readers} = JSON.parse(readFileSync(file(`${id}.json`), "utf8"));
    check(pairs.length === readers.length * (readers.length - 1) / 2, `${id}: ${pairs.length} pairs of ${readers.length}`);
    const lines = readFileSync(file(`${id}.csv`), "utf8").trim().split("\n").length;
    check(lines === pairs.length + 1, `${id}: ${lines} lines of CSV`);
    const matrix = page.locator(`section[aria-labelledby=${id}] .matrix`);
    const cells = await matrix.evaluate((one) => [...one.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.textContent)));
    check(cells.length === readers.length && cells.every((row) => row.length === readers.length), `${id}: the matrix is not square`);
    const names = await matrix.locator("tbody th").allTextContents();
    // The second of a pair obeys what the first has checked: the row of the first, the column of the second.
    const wrong = pairs.filter((one) => one.both_accept && cells[names.indexOf(one.first)][names.indexOf(one.second)] !== String(one.only_second_sees));
    check(wrong.length === 0, `${id}: ${wrong.length} cells are not those of the JSON`);
  }
  await page.context().close();
}

step("automata");
{
  const page = await open("automata.html");
  const pictures_shown = await page.locator(".automaton img").evaluateAll((all) => Promise.all(all.map(async (one) => {
    one.loading = "eager";
    await one.decode();
    return one.naturalWidth;
  })));
  check(pictures_shown.length > 0 && pictures_shown.every((width) => width > 0), `pictures: ${pictures_shown}`);
  for (const link of await page.locator("a[href$='.dot']").evaluateAll((all) => all.map((one) => one.getAttribute("href"))))
    check(readFileSync(file(link), "utf8").startsWith("digraph"), `${link} is no graph`);
  await page.context().close();
}

step("the size");
{
  const folder = file("playground");
  const own = ["playground.html", "page.css", "site.css", "page.js", "playground/parser.js", "playground/input.js", "playground/page.js", "playground/page.css"];
  const size = own.reduce((sum, name) => sum + statSync(file(name)).size, 0);
  console.log(`the playground without the data: ${size} octets`);
  check(size < 300e3, `the playground has ${size} octets without the data`);
  const others = readdirSync(folder).filter((name) => !own.includes(`playground/${name}`));
  check(others.sort().join() === "answers,data.js", `what else is in the playground: ${others}`);
}

// Types as somebody would, with the keyboard.
const typed = async (page, text) => {
  await page.locator("#text").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
};
// The roles of the parts that are shown, with their octets.
const cut = (page) => page.$$eval(".shown span:not(.octet)", (spans) => spans.map((one) => [one.className, one.textContent]));
const why = (page) => page.locator("#read .why").first().textContent();

step("keyboard only");
{
  const page = await open("playground.html");
  for (let i = 0; i < 12 && await page.evaluate(() => document.activeElement.id) !== "text"; ++i) await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.id) === "text", "the keyboard does not reach the value");
  await typed(page, "Basic realm=x y");
  check((await why(page)).includes("expected a comma or the end at octet 14, found 'y'"), `no words at the error: ${await why(page)}`);
  check(JSON.stringify(await cut(page)) === JSON.stringify([
    ["r-scheme", "Basic"], ["r-space", " "], ["r-name", "realm"], ["r-sign", "="], ["r-value", "x"], ["r-space", " "], ["at", "y"],
  ]), `not cut: ${JSON.stringify(await cut(page))}`);
  await page.locator("#outcome", {hasText: "expected a comma"}).waitFor({state: "attached"});
  if (pictures) await page.screenshot({path: `${pictures}/error-1280.png`});
  await page.setViewportSize({width: 390, height: 900});
  await fits(page, "an error at 390");
  await accessible(page, "an error");
  if (pictures) await page.screenshot({path: `${pictures}/error-390.png`, fullPage: true});
  await page.setViewportSize({width: 1280, height: 900});

  // From the value to the grammar: what recipients take is not what senders may write.
  await typed(page, "Basic realm=simple , Digest nonce = \"a\\\"b\"");
  check(await page.locator("#read .why").count() === 0, "valid, and an error is shown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  check(await page.evaluate(() => document.querySelector("#play").operation.value) === "credentials", "no arrow keys among the fields");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowRight");
  check((await why(page)).includes("octet 12"), `sender: ${await why(page)}`);
  await page.keyboard.press("ArrowLeft");
  const roles = (await cut(page)).map(([role]) => role);
  check(roles.includes("r-pair") && roles.includes("r-quote") && roles.includes("r-qdtext"), `roles: ${roles}`);
  check(roles.length === (await cut(page)).length && (await cut(page)).map(([, text]) => text).join("") === "Basic realm=simple , Digest nonce = \"a\\\"b\"",
    "the parts are not the value");
  const tree = await page.locator(".tree").textContent();
  check(/challenge 1 Basic.*realm = simple token.*challenge 2 Digest.*nonce = a"b quoted-string/.test(tree), `tree: ${tree}`);
  await page.context().close();
}

step("a whole head");
{
  const page = await open("playground.html");
  await typed(page, "HTTP/1.1 401 Unauthorized\nDate: today\nWWW-Authenticate: Basic realm=\"a\"\nProxy-Authenticate:\nwww-authenticate: Digest\n  nonce=\"b\"\nAuthentication-Info: nextnonce=c d\n\nWWW-Authenticate: body");
  const fields = await page.$$eval("#read section", (all) => all.map((one) => [one.dataset.field, one.querySelectorAll(".shown > li").length, one.querySelectorAll(".at").length]));
  check(JSON.stringify(fields) === JSON.stringify([["www-authenticate", 2, 0], ["proxy-authenticate", 1, 0], ["authentication-info", 1, 1]]), `head: ${JSON.stringify(fields)}`);
  check((await page.locator("#read > .why").textContent()).includes("obs-fold"), "a folded line is not told");
  check(await page.locator("input[name=operation]:disabled").count() === 3, "of a head the operation is known");
  if (pictures) await page.screenshot({path: `${pictures}/head-1280.png`, fullPage: true});
  await typed(page, "GET / HTTP/1.1\nHost: example.org");
  check((await page.locator("#read").textContent()).includes("no authentication field"), "a head without");
  // Two lines of one value, a quoted-string across them.
  await typed(page, "Foo a=\"b\nc\" , d=e");
  check(await page.locator("#read .why").count() === 0 && (await page.locator(".tree").textContent()).includes("a = b, c"), "two lines are not one value");
  await page.context().close();
}

step("hostile values");
{
  const page = await open("playground.html");
  await typed(page, "Basic realm=\"<img src=x onerror=alert(1)><script>alert(2)</script>\"");
  check(await page.locator("#read img, #read script").count() === 0, "markup of a value becomes a part of the page");
  await typed(page, "<b>\u0000\u202e\nHTTP/1.1 \ud83d\ude00");
  check(await page.locator("#read .octet").count() > 0, "octets that no text shows have no box");
  await page.evaluate(() => document.querySelector("input[name=escapes]").click());
  await typed(page, "Basic realm=\"\\xE4\\x5Cx41\"");
  check((await page.locator(".tree").textContent()).includes("xE4x41"), `escapes: ${await page.locator(".tree").textContent()}`);
  await typed(page, `${"A a=\"".repeat(9000)}`);
  check(await page.locator("#read .why").count() > 0, "a long value");
  const refused = await page.evaluate(() => fetch("https://example.org/").then(() => false, () => true));
  check(refused, "the page may connect");
  // What the policy refuses stands in the console.
  for (let i = failures.length - 1; i >= 0; --i) if (/Content Security Policy.*|Refused to connect|example\.org/.test(failures[i])) failures.splice(i, 1);
  await page.context().close();
}

step("links");
{
  const page = await open("playground.html");
  const value = "Basic realm=\"50 % & #1\",\nBearer a=";
  await typed(page, value);
  await page.locator("input[value=sender]").check();
  await page.locator("#link").click();
  const link = page.url();
  check(link.includes("#") && !new URL(link).search, `no link: ${link}`);
  await page.context().close();
  const other = await open(`playground.html`);
  await other.goto(link);
  await other.reload();
  check(await other.inputValue("#text") === value && await other.isChecked("input[value=sender]"), "the link does not bring back what it was made of");
  await other.context().close();
}

step("examples, and what others make of them");
const data = {};
runInNewContext(readFileSync(file("playground/data.js"), "utf8"), data);
const {examples} = data.gauntletData;
{
  check(examples.some((one) => one.family === "rfc") && examples.some((one) => one.family === "reported"), `${examples.length} examples`);
  const page = await open("playground.html");
  await page.locator("#example").focus();
  await page.keyboard.press("ArrowDown");
  check((await page.inputValue("#text")).length > 0 && await page.locator("#read section").count() === 1, "no example by the keyboard");
  // Each is read as the parser reads its octets, whatever a textarea makes of them.
  const wrong = await page.evaluate(() => gauntletData.examples.filter(({lines, operation}, i) => {
    const choice = document.getElementById("example");
    choice.value = String(i);
    choice.dispatchEvent(new Event("change"));
    const {text, escapes} = document.getElementById("play");
    const [field] = gauntletInput.read(text.value, operation, escapes.checked).fields;
    return JSON.stringify(field.lines) !== JSON.stringify(lines.length === 1 && lines[0] === "" ? [] : lines);
  }).map((one) => one.id));
  check(wrong.length === 0, `examples that come out changed: ${wrong}`);
  await page.context().close();
}
{
  // A value of the run: the answers are those of the page of its case.
  const cases = {};
  runInNewContext(readFileSync(file("cases.js"), "utf8"), cases);
  const known = {};
  const answers = {gauntletAnswers: (name, all) => Object.assign(known, all)};
  for (const name of readdirSync(file("playground/answers"))) runInNewContext(readFileSync(file(`playground/answers/${name}`), "utf8"), answers);
  const one = cases.gauntletCases.find((each) => each.page.startsWith("rfc/") || !each.brief.includes("\\x") && !each.brief.includes(" | ") && each.brief.length < 80 && each.brief !== "(empty)");
  const page = await open("playground.html");
  await typed(page, one.brief);
  const table = page.locator(".answers").first();
  await table.waitFor().catch(() => failures.push(`no answers to ${one.brief}`));
  const link = await page.locator("section a[href^='case/']").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  check(link.includes(`case/${one.page}.html`), `${one.id}: the answers are those of ${link}`);
  const of_case = await open(`case/${one.page}.html`);
  const count = await of_case.locator("tbody tr").count();
  const at = link.indexOf(`case/${one.page}.html`);
  check(await page.locator(".answers").nth(at).locator("tbody tr").count() === count, `${one.id}: not the answers of its page`);
  await accessible(page, "answers");
  await page.setViewportSize({width: 390, height: 900});
  await fits(page, "answers at 390");
  if (pictures) await page.screenshot({path: `${pictures}/answers-390.png`, fullPage: true});
  await page.setViewportSize({width: 1280, height: 900});
  if (pictures) await page.screenshot({path: `${pictures}/answers-1280.png`, fullPage: true});
  check(Object.keys(known).length > 0 && Object.values(known).flat().every((each) => cases.gauntletCases.some(({id}) => id === each.id)),
    "answers to what is no case");
  await of_case.context().close();
  await page.context().close();
}

await browser.close();
conclude();
