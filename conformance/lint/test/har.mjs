// Lets Chromium save a HAR of a 401: node har.mjs FILE
// A server of its own on loopback gives the answer of traffic_test.py; node_modules is looked for in
// the working directory.
import {createServer} from "node:net";
import {launch} from "../../report/test/pages/browser.mjs";

const challenges = ["Basic realm=My App", 'Bearer realm="a "b" c"'];
const answer =
  "HTTP/1.1 401 Unauthorized\r\n" +
  challenges.map((one) => `WWW-Authenticate: ${one}\r\n`).join("") +
  "Content-Length: 6\r\nConnection: close\r\n\r\nno way";

// Raw: an HTTP library would not send what is ill-formed.
const server = createServer((socket) => {
  let head = "";
  socket.on("error", () => {});
  socket.on("data", (octets) => {
    head += octets.toString("latin1");
    if (head.includes("\r\n\r\n")) socket.end(answer);
  });
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));

const browser = await launch();
const context = await browser.newContext({recordHar: {path: process.argv[2]}});
const page = await context.newPage();
await page.goto(`http://127.0.0.1:${server.address().port}/`).catch(() => {});
await context.close();
await browser.close();
server.close();
