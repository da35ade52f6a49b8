// The picture of the report in the README: node picture.mjs REPORT.html PICTURE.png, with
// node_modules in the working directory.
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";
import {launch} from "./browser.mjs";

const [report, picture] = process.argv.slice(2);
if (!picture) {
  console.error("usage: node picture.mjs REPORT.html PICTURE.png");
  process.exit(2);
}
const browser = await launch();
const page = await browser.newPage({viewport: {width: 1280, height: 800}, colorScheme: "light"});
await page.goto(pathToFileURL(resolve(report)).href);
await page.screenshot({path: picture});
await browser.close();
