// The package in Chromium, from a server that serves the installed folder: in a page, in a worker that is a module, the suite, and
// under a Content-Security-Policy.
//
//     node browser.mjs PACKAGE
//
// PACKAGE is the folder that make.mjs filled. Exit status 77: Chromium is not there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';

const folder = process.argv[2];
const types = { '.html': 'text/html', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.gz': 'application/gzip' };

// What a bundler does with the package's own import.
const importmap = { imports: { '#suite': '/package/suite-web.mjs', 'gauntlet-http-auth': '/package/index.mjs' } };
const page = `<!doctype html><script type="importmap">${JSON.stringify(importmap)}</script><script type="module">
const tell = (what) => fetch('/told', { method: 'POST', body: JSON.stringify(what) });
try {
  const { init, parse, find, serialize } = await import('gauntlet-http-auth');
  const { loadSuite } = await import('/package/suite.mjs');
  const compiled = await WebAssembly.compileStreaming(fetch('/package/gauntlet.wasm'));
  const value = (await fetch('/package/index.mjs')).headers.get('www-authenticate');
  const page = parse(value);
  await init(compiled);
  const again = parse(value);
  const worker = new Worker('/worker.mjs', { type: 'module' });
  const inWorker = await new Promise((done, fail) => { worker.onmessage = (event) => done(event.data); worker.onerror = fail; });
  const { cases } = await loadSuite();
  let wrong = 0;
  for (const { parse: rule, lines, operation, expect } of cases) {
    if (rule === 'must-accept' && lines.length === 1 && lines[0].length < 1000 && !parse(lines[0], operation).ok) ++wrong;
  }
  await tell({ page, again, inWorker, cases: cases.length, wrong, written: serialize(page.challenges) });
} catch (error) {
  await tell({ error: String(error.stack ?? error.message ?? error) });
}
</script>`;
const worker = `import { parse, validate } from '/package/index.mjs';
postMessage([parse('Foo a="in a worker"').challenges[0].params[0].value, validate('Foo =').offset]);`;

const profile = mkdtempSync(join(tmpdir(), 'gauntlet-chromium-'));
let browser;
function end(status) {
  // Other processes of the browser outlive it for a moment, and write: what is new there no attempt of rmSync removes.
  const leave = (tries) => {
    try {
      rmSync(profile, { recursive: true, force: true });
    } catch (error) {
      if (tries === 0) throw error;
      return setTimeout(leave, 100, tries - 1);
    }
    process.exit(status);
  };
  if (browser?.pid === undefined || browser.exitCode !== null) return leave(50);
  browser.on('exit', () => leave(50)).kill();
}

const server = createServer((request, response) => {
  const path = normalize(request.url);
  const send = (type, body, more = {}) => response.writeHead(200, { 'Content-Type': type, ...more }).end(body);
  if (path === '/') {
    // Without 'wasm-unsafe-eval' a browser compiles nothing.
    const policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'";
    return send('text/html', page, { 'Content-Security-Policy': policy });
  }
  if (path === '/worker.mjs') return send('text/javascript', worker);
  if (path.startsWith('/package/')) {
    return send(types[extname(path)] ?? 'application/octet-stream', readFileSync(join(folder, path.slice(9))),
      { 'WWW-Authenticate': Buffer.from('Basic realm="a \\"b\\" \u00e4"', 'latin1').toString('latin1') });
  }
  if (path !== '/told') return response.writeHead(404).end();
  let body = '';
  request.setEncoding('utf8').on('data', (text) => (body += text)).on('end', () => {
    response.end();
    const told = JSON.parse(body);
    try {
      assert.equal(told.error, undefined);
      const challenges = [{ scheme: 'Basic', token68: null, params: [{ name: 'realm', value: 'a "b" \u00e4', quoted: true }] }];
      assert.deepEqual(told.page, { ok: true, challenges });
      assert.deepEqual(told.again, told.page);
      assert.deepEqual(told.inWorker, ['in a worker', 4]);
      assert.equal(told.written, 'Basic realm="a \\"b\\" \u00e4"');
      assert.ok(told.cases > 10000 && told.wrong === 0, `${told.wrong} of ${told.cases} cases`);
      console.log(`page, worker and ${told.cases} cases: as in Node`);
      end(0);
    } catch (error) {
      console.error(error.message);
      end(1);
    }
  });
});

server.listen(0, '127.0.0.1', () => {
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', `--user-data-dir=${profile}`];
  browser = spawn('chromium', [...words, `http://127.0.0.1:${server.address().port}/`], { stdio: 'ignore' });
  browser.on('error', () => {
    console.error('not run: apt-get install chromium');
    end(77);
  });
  setTimeout(() => {
    console.error('the browser said nothing for two minutes');
    end(1);
  }, 120_000);
});
