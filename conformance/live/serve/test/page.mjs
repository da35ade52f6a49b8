// Looks at the page of `gauntlet serve` in a browser, and logs in where it leads to:
// node page.mjs GAUNTLET [PICTURES]. node_modules is looked for in the working directory. With
// PICTURES, a folder, screenshots are written there for people to look at.
import {spawn} from "node:child_process";
import {mkdirSync} from "node:fs";
import {connect} from "node:net";
import {accessible, check, conclude, failures, fits, launch, open as open_in} from "../../../report/test/pages/browser.mjs";

const [program, pictures] = process.argv.slice(2);
if (!program) {
  console.error("usage: node page.mjs GAUNTLET [PICTURES]");
  process.exit(2);
}
if (pictures) mkdirSync(pictures, {recursive: true});

const server = spawn(program, ["serve", "--port", "0"], {stdio: ["ignore", "pipe", "inherit"]});
const address = await new Promise((found, failed) => {
  let said = "";
  server.on("exit", (code) => failed(new Error(`gauntlet serve ended with ${code}`)));
  server.stdout.on("data", (octets) => {
    said += octets;
    const url = /^page +(\S+)$/m.exec(said);
    if (url && said.includes("Ctrl-C")) found(url[1]);
  });
});
const port = Number(new URL(address).port);
// Octets that no HTTP library sends.
const send = (octets) => new Promise((done) => {
  let got = "";
  const socket = connect(port, "127.0.0.1", () => socket.write(octets));
  socket.on("data", (some) => got += some.toString("latin1"));
  socket.on("close", () => done(got));
});

const browser = await launch();
const open = async (options) => {
  const own = (url) => new URL(url).port === String(port) || url.startsWith("data:");
  const page = await open_in(browser, address, own, options);
  await page.waitForSelector("#list .row");
  return page;
};
const picture = async (page, name) => pictures && page.screenshot({path: `${pictures}/${name}.png`});
const row = (page, id) => page.locator(`.row[data-id="${id}"]`);

// A browser that logs in as it is told, each time with nothing in its memory.
const log_in = async (page, id) => {
  const url = await page.evaluate((wanted) => cases.find((one) => one.id === wanted).url, id);
  const context = await browser.newContext({httpCredentials: {username: "user", password: "passw0rd"}});
  const tab = await context.newPage();
  const response = await tab.goto(url).catch(() => null);
  await context.close();
  return response?.status();
};

try {
  const page = await open();
  await accessible(page, "the list");
  await fits(page, "the list");
  await picture(page, "list-1280");
  check(await page.textContent("#known") === "nothing", "nothing is known at the start");

  // The plain challenges: verdicts come while the page is open.
  for (const id of ["live/known-basic", "live/known-digest-md5"]) {
    check(await log_in(page, id) === 200, `${id}: not logged in`);
    await row(page, id).locator(".is.pass").waitFor();
    check(true, `${id}: pass`);
  }
  // Events come when they come. (waitForFunction would evaluate strings, which the page's policy forbids.)
  const told = page.locator("#known", {hasText: /basic.*digest MD5 auth/});
  check(await told.waitFor().then(() => true, () => false), "what the browser knows is told");

  // A case of the suite, found by search.
  const decoy = "smuggling/challenge-inside";
  await page.fill("#find", decoy);
  await row(page, decoy).click();
  await page.locator("#detail h2").waitFor();
  await log_in(page, decoy);
  await page.locator("#detail .is").first().waitFor();
  const state = await page.evaluate(async (id) => (await (await fetch("/cases.json")).json()).cases.find((one) => one.id === id)?.state, decoy);
  check(state?.requests >= 1, `${decoy}: its requests are counted`);
  check((await page.textContent("#detail")).includes("WWW-Authenticate: Foo"), "the challenge is shown");
  check((await page.textContent("#detail")).includes("401 Unauthorized"), "the exchange is shown");
  await fits(page, "a case");
  await accessible(page, "a case");
  await picture(page, "case-1280");
  await page.getByRole("button", {name: "in hexadecimal"}).click();
  await page.getByText("47 45 54 20").first().waitFor();
  await picture(page, "hexadecimal-1280");
  await page.getByRole("button", {name: "as text"}).click();

  // What a client sends is text here, whatever it is.
  const hostile = "live/known-digest-sha-256";
  await send(`GET /case/${hostile} HTTP/1.1\r\nX: <script>alert(1)</script>\x00\xff\r\nConnection: close\r\n\r\n`);
  await send(`GET /case/${hostile} HTTP/1.1\r\nAuthorization: Digest realm="<img src=x onerror=alert(2)>"\r\nConnection: close\r\n\r\n`);
  await page.fill("#find", hostile);
  await row(page, hostile).first().click();
  await page.getByText("<script>alert(1)</script>").waitFor();
  check((await page.textContent("#detail")).includes("NUL"), "octets that are no text have names");
  check(await page.locator("#detail img, #detail script").count() === 0, "nothing that came becomes a part of the page");

  // Choices of the list.
  await page.fill("#find", "");
  await page.selectOption("#show", "seen");
  const seen = await page.locator("#list .row").count();
  check(seen >= 3 && seen < 30, `${seen} URLs were asked for`);
  await page.selectOption("#show", "pass");
  check(await page.locator("#list .row .is:not(.pass)").count() === 0, "only what passes is shown");
  await page.fill("#find", "no such thing");
  await page.getByText("Nothing fits.").waitFor();
  await page.context().close();

  // By address, and on a telephone.
  const small = await open({viewport: {width: 390, height: 780}, hasTouch: true});
  await fits(small, "the list, 390 px wide");
  await picture(small, "list-390");
  await small.goto(`${address}#live/known-basic`);
  await small.reload();
  await small.getByText("octet by octet").first().waitFor();
  await fits(small, "a case, 390 px wide");
  await accessible(small, "a case, 390 px wide");
  await picture(small, "case-390");
} catch (error) {
  failures.push(error.stack);
} finally {
  await browser.close();
  server.removeAllListeners("exit");
  const ended = new Promise((done) => server.on("exit", done));
  server.kill("SIGINT");
  check(await ended === 0, "gauntlet serve ends with 0");
}
conclude();
