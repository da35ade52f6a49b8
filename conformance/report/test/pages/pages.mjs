// Looks at the pages in a browser: node pages.mjs DIRECTORY [PICTURES]
// DIRECTORY holds report.html and site/results.html; node_modules is looked for in the working
// directory. With PICTURES, a folder, screenshots are written there for people to look at.
import {existsSync, mkdirSync, statSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {accessible, check, conclude, failures, fits as fits_page, launch, open as open_in} from "./browser.mjs";

const [directory, pictures] = process.argv.slice(2);
if (!directory) {
  console.error("usage: node pages.mjs DIRECTORY [PICTURES]");
  process.exit(2);
}
if (pictures) mkdirSync(pictures, {recursive: true});

const browser = await launch();
const open = async (url, options) => {
  const page = await open_in(browser, url, (asked) => !/^https?:/.test(asked), options);
  page.on("requestfailed", (r) => failures.push(`${url}: ${r.url()} cannot be loaded`));
  return page;
};

// Nothing sticks out of the page, no number out of its cell.
const fits = async (page, what) => {
  await fits_page(page, what);
  const cut = await page.evaluate(() => [...document.querySelectorAll(".matrix td")]
    .filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length);
  check(cut === 0, `${what}: ${cut} numbers of the matrix are cut off`);
  const over = await page.evaluate(() => {
    const box = document.querySelector("#figures")?.closest(".scroll");
    return box ? box.scrollWidth - box.clientWidth : 0;
  });
  check(over <= 0, `${what}: the table of figures is ${over} px wider than its place`);
};

const column = (page, n) => page.$$eval("#figures tbody tr", (rows, i) =>
  rows.filter((r) => !r.hidden).map((r) => r.cells[i].dataset.order ?? r.cells[i].textContent.trim()), n);

const sorts = async (page, what) => {
  const sorted = (values, sign) => values.every((v, i) => i === 0 || sign * (Number(v) - Number(values[i - 1])) >= 0);
  const head = page.locator("#figures thead th").filter({hasText: "wrong"});
  const index = await head.evaluate((h) => h.cellIndex);
  await head.getByRole("button").focus();
  await page.keyboard.press("Enter");
  check(sorted(await column(page, index), -1), `${what}: not sorted from the most`);
  check(await head.getAttribute("aria-sort") === "descending", `${what}: aria-sort does not say so`);
  await page.keyboard.press("Space");
  check(sorted(await column(page, index), 1), `${what}: not sorted from the fewest`);
  check(await page.locator("#figures th[aria-sort]").count() === 1, `${what}: two columns say that they are sorted`);
  const names = page.locator("#figures thead th").first();
  await names.getByRole("button").click();
  const texts = (await page.$$eval("#figures tbody th", (t) => t.map((c) => c.textContent.trim().toLowerCase())));
  check(texts.every((t, i) => i === 0 || t >= texts[i - 1]), `${what}: names are not sorted`);
};

const filters = async (page, what) => {
  const rows = page.locator("#figures tbody tr:visible");
  const before = await rows.count();
  const name = (await page.locator("#figures tbody th a").last().textContent()).trim();
  await page.locator("form.filter input").fill(name);
  const shown = await rows.allTextContents();
  check(shown.length > 0 && shown.every((t) => t.toLowerCase().includes(name.toLowerCase())), `${what}: filter by name`);
  check(shown.length === before || (await page.locator("form.filter output").textContent()).includes(` of ${before}`),
    `${what}: the filter does not tell how many`);
  await page.locator("form.filter input").fill("no such implementation");
  check(await rows.count() === 0, `${what}: a filter that fits nothing`);
  await page.locator("form.filter input").fill("");
  await page.locator("form.filter select[name=only]").selectOption("strict");
  check((await page.locator("#figures tbody tr:visible [data-key=strict]").evaluateAll((c) => c.map((d) => d.dataset.order)))
    .every((n) => Number(n) > 0), `${what}: filter by over-strict`);
  await page.locator("form.filter select[name=only]").selectOption("");
  const language = await page.locator("form.filter select[name=language] option").nth(1).textContent();
  await page.locator("form.filter select[name=language]").selectOption(language);
  check((await page.locator("#figures tbody tr:visible [data-key=language]").allTextContents())
    .every((t) => t === language), `${what}: filter by language`);
  await page.locator("form.filter select[name=language]").selectOption("");
  check(await rows.count() === before, `${what}: filters do not end`);
};

const searches = async (page, what) => {
  const id = await page.evaluate(async () => document.querySelector("#causes ~ * td a[href*='case/']")?.getAttribute("href") ??
    document.querySelector("a[href*='case/']").getAttribute("href"));
  const words = decodeURIComponent(id.replace(/^.*case\//, "").replace(/\.html$/, "")).split("/");
  await page.locator(".search input").fill(words.join(" "));
  await page.locator(".search li").first().waitFor({timeout: 10000});
  check(/\d+ found/.test(await page.locator(".search output").textContent()), `${what}: the search does not tell how many`);
  await page.locator(".search li a").first().click();
  await page.locator("h1:visible").waitFor();
  check(await page.locator("dt:visible", {hasText: "expected"}).count() > 0, `${what}: no case behind a search`);
  await page.goBack();
};

// From the first page to an implementation, on to one of its cases, back.
const walks = async (page, what) => {
  const link = page.locator("#figures tbody th a").first();
  const name = (await link.textContent()).trim();
  await link.click();
  await page.waitForFunction((n) => [...document.querySelectorAll("h1")]
    .some((h) => h.offsetParent !== null && h.textContent.includes(n)), name);
  check((await page.title()).includes(name), `${what}: the title is not that of ${name}`);
  await page.goBack();
  await page.locator("#figures").waitFor();
  await page.locator(".matrix tbody th a").first().click();
  await page.locator("h1:visible").waitFor();
  await page.locator("td code:visible").first().waitFor();
  await page.locator("tbody th a:visible").first().click();
  await page.locator("caption:visible", {hasText: "Answers"}).waitFor();
  const back = page.locator("a.back:visible");
  await accessible(page, `${what}, a case`);
  await fits(page, `${what}, a case`);
  await back.click();
  await page.locator("#figures").waitFor();
};

const pages = {
  report: pathToFileURL(resolve(directory, "report.html")).href,
  site: pathToFileURL(resolve(directory, "site/results.html")).href,
};
for (const [what, url] of Object.entries(pages)) {
  const page = await open(url);
  await fits(page, `${what} at 1280`);
  await accessible(page, what);
  await sorts(page, what);
  await filters(page, what);
  await searches(page, what);
  await page.goto(url);
  await walks(page, what);
  // Every link within the page leads somewhere.
  const dead = await page.$$eval("a[href^='#']", (links) => links
    .filter((l) => !/^#(case|family|implementation)\//.test(l.getAttribute("href")) &&
      !document.getElementById(l.getAttribute("href").slice(1))).map((l) => l.getAttribute("href")));
  check(dead.length === 0, `${what}: dead links ${dead}`);
  if (pictures) await page.screenshot({path: `${pictures}/${what}-1280-light.png`});
  await page.context().close();

  for (const [width, colorScheme] of [[390, "light"], [390, "dark"], [1280, "dark"]]) {
    const one = await open(url, {viewport: {width, height: 844}, colorScheme});
    await fits(one, `${what} at ${width}, ${colorScheme}`);
    // Contrast is a matter of colours, not of widths: once in each scheme.
    if (width === 390 && colorScheme === "dark") await accessible(one, `${what} at ${width}, ${colorScheme}`);
    if (pictures) await one.screenshot({path: `${pictures}/${what}-${width}-${colorScheme}-whole.png`, fullPage: true});
    await one.context().close();
  }

  const plain = await open(url, {javaScriptEnabled: false});
  check(await plain.locator("#figures tbody tr").count() > 0, `${what}: no table without JavaScript`);
  check(await plain.locator(".matrix tbody tr").count() > 0, `${what}: no matrix without JavaScript`);
  check(!await plain.locator("form.filter").isVisible(), `${what}: a filter that does nothing`);
  check(await plain.locator("main").count() === 1, `${what}: no main`);
  await plain.context().close();
}

// A page inside of the report can be linked to, and one that is not there says so.
const hash = await open(`${pages.report}#family/list`);
await hash.locator("h1:visible", {hasText: "list"}).waitFor();
await hash.goto(`${pages.report}#case/no/such`);
await hash.reload();
await hash.locator("h1:visible", {hasText: "no such page"}).waitFor();
await hash.context().close();

check(statSync(resolve(directory, "report.html")).size <= 2e6, "report.html is larger than 2 MB");
check(statSync(resolve(directory, "site/results.html")).size <= 150e3, "results.html of the site is larger than 150 KB");
check(existsSync(resolve(directory, "site/.nojekyll")), "no .nojekyll");

await browser.close();
conclude();
