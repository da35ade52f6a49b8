// How long parse() takes beside other packages of npm, in one process:
//
//     node peers.mjs [SECONDS]
//
// It makes the package, and installs the others from the registry, as the adapters have them, both in a temporary folder. Each
// reader gets each value in turns of 10 ms until SECONDS (2) are over for each value; shown is its fastest turn, and how many times
// as long as Gauntlet it takes. Only readers that read the value right are timed: being wrong is quick.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [seconds = '2', ...rest] = process.argv.slice(2);
if (rest.length || !(Number(seconds) > 0)) {
  console.error('usage: node peers.mjs [SECONDS]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'gauntlet-peers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const run = (program, ...words) => {
  const { status, error } = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 77);
};
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const wanted = JSON.parse(readFileSync(path('../../../../conformance/adapters/javascript/package.json'), 'utf8')).dependencies;
const peers = ['auth-header', 'www-authenticate', 'http-auth-utils'];
run(process.execPath, path('../make.mjs'), join(folder, 'made'));
run('npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--ignore-scripts',
  '--loglevel=error', ...peers.map((name) => `${name}@${wanted[name]}`));

const gauntlet = await import(pathToFileURL(join(folder, 'made/index.mjs')));
const require = createRequire(pathToFileURL(join(folder, 'package.json')));
const load = async (name) => {
  const all = await import(pathToFileURL(require.resolve(name)));
  return { all, version: JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version };
};
console.log(`Node ${process.version}, ${process.arch}, ${cpus().length} cores`);

const authHeader = await load('auth-header');
const wwwAuthenticate = await load('www-authenticate');
const httpAuthUtils = await load('http-auth-utils');
const parseOfWww = (wwwAuthenticate.all.default ?? wwwAuthenticate.all).parsers.WWW_Authenticate;

const values = {
  Basic: 'Basic realm="simple"',
  Bearer:
    'Bearer realm="https://auth.example.org/token", service="registry.example.org", scope="a"',
  Digest:
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, '
    + 'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"',
};

const readers = [
  { name: `Gauntlet ${gauntlet.version}, parse`, run: (value) => gauntlet.parse(value), realm: (read) => gauntlet.find(read.challenges[0], 'realm') },
  { name: `Gauntlet ${gauntlet.version}, validate`, run: (value) => gauntlet.validate(value), realm: (read, wanted) => (read === null ? wanted : null) },
  { name: `auth-header ${authHeader.version}`, run: (value) => authHeader.all.parse(value), realm: (read) => read.params.realm },
  { name: `www-authenticate ${wwwAuthenticate.version}`, run: (value) => new parseOfWww(value), realm: (read) => read.parms?.realm },
  { name: `http-auth-utils ${httpAuthUtils.version}`, run: (value) => httpAuthUtils.all.parseWWWAuthenticateHeader(value), realm: (read) => read.data.realm },
];

let kept;
function turn(run, value, count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; ++i) kept = run(value);
  return Number(process.hrtime.bigint() - start) / count;
}

for (const [title, value] of Object.entries(values)) {
  const wanted = gauntlet.find(gauntlet.parse(value).challenges[0], 'realm');
  const rows = readers.map((reader) => {
    let right = false;
    try {
      right = reader.realm(reader.run(value), wanted) === wanted;
    } catch {
      // Refused.
    }
    return { ...reader, right, best: Infinity, count: 1 };
  });
  const timed = rows.filter((row) => row.right);
  for (const row of timed) while (turn(row.run, value, row.count) * row.count < 1e7) row.count *= 2;
  const until = performance.now() + 1000 * Number(seconds);
  while (performance.now() < until) for (const row of timed) row.best = Math.min(row.best, turn(row.run, value, row.count));
  console.log(`${title}, ${value.length} octets`);
  for (const { name, right, best } of rows) {
    console.log(`  ${name.padEnd(28)} ${right ? `${best.toFixed(0).padStart(6)} ns  ${(best / rows[0].best).toFixed(2)}` : 'does not read it'}`);
  }
}
if (kept === undefined) console.error('nothing was read');
