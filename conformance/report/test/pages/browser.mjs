// What every script needs that looks at pages in Chromium. node_modules is looked for in the working
// directory.
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import {resolve} from "node:path";

const require = createRequire(resolve("package.json"));
const {chromium} = require("playwright-core");

// What is evaluated in a page has no timeout of its own: a script with a page that hangs ends all the same.
const most_minutes = 30;
setTimeout(() => {
  console.log(`FAILED: not done after ${most_minutes} minutes`);
  process.exit(1);
}, most_minutes * 60000).unref();

export const launch = () => chromium.launch({
  timeout: 120000,
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

export const failures = [];
let checks = 0;
export const check = (holds, what) => {
  ++checks;
  if (!holds) failures.push(what);
};

// A page that notes whatever goes wrong in it. `may_ask`: of which URLs it may ask for something.
export const open = async (browser, url, may_ask, options = {}) => {
  const context = await browser.newContext({viewport: {width: 1280, height: 800}, ...options});
  const page = await context.newPage();
  page.setDefaultTimeout(180000);
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && failures.push(`${url}: ${m.text()}`));
  page.on("pageerror", (e) => failures.push(`${url}: ${e.message}`));
  page.on("dialog", (d) => failures.push(`${url}: says ${d.message()}`));
  page.on("request", (r) => may_ask(r.url()) || failures.push(`${url}: asks for ${r.url()}`));
  await page.goto(url);
  return page;
};

export const accessible = async (page, what) => {
  console.log(`axe: ${what}`);
  // The policy of the page forbids scripts of others; the rules come in from outside of it.
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const found = await page.evaluate(() => axe.run(document, {resultTypes: ["violations"], preload: false}));
  for (const one of found.violations.filter((v) => ["serious", "critical"].includes(v.impact)))
    failures.push(`${what}: ${one.id}, ${one.help}: ${one.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  ++checks;
};

// Nothing sticks out of the page.
export const fits = async (page, what) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wide <= 0, `${what}: ${wide} px too wide`);
};

// Says what failed, and ends.
export const conclude = () => {
  const different = new Set(failures);
  for (const one of different) console.log(`FAILED ${one}`);
  console.log(`${checks} checks, ${different.size} failed`);
  process.exit(different.size ? 1 : 0);
};
