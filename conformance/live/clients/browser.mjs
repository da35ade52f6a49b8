// A browser whose user answers the dialog: FOLDER BROWSER PROGRAM URL USER PASSWORD, or ... --version.
import {execFileSync} from 'node:child_process';

const [folder, browser, executablePath, url, username, password] = process.argv.slice(2);
if (url === '--version') {
  console.log(execFileSync(executablePath, ['--version'], {encoding: 'utf8'}));
  process.exit(0);
}
const {load} = await import(`${folder}/load.mjs`);
const {launch} = (await load('puppeteer-core')).default;

const run = await launch({
  browser, executablePath, args: browser === 'chrome' ? ['--no-sandbox', '--disable-background-networking'] : [],
});
try {
  const [page] = await run.pages();
  await page.authenticate({username, password});
  await page.goto(url, {timeout: 10000}).catch((error) => console.error(error.message));
} finally {
  await run.close();
}
