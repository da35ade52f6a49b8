// gauntlet-http-auth, the npm package of this repository: parse, of the fields that Node has read. Its build step installs the package
// from its tarball.
import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, step] = process.argv.slice(2);
if (step === 'make') {
  const quiet = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const made = join(folder, 'made');
  execFileSync(process.execPath, [fileURLToPath(new URL('../../../../parser/bindings/javascript/make.mjs', import.meta.url)), made]);
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder, ...quiet], { cwd: made }));
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
  execFileSync('npm', ['install', ...quiet, join(folder, filename)], { cwd: folder });
  cpSync(fileURLToPath(new URL('../../javascript/load.mjs', import.meta.url)), join(folder, 'load.mjs'));
  process.exit(0);
}

const { client, npm, operation, server } = await import('./protocol.mjs');
const { parse } = await npm('gauntlet-http-auth');

function read(value) {
  const found = parse(value, operation);
  return found.ok ? (found.challenges ?? found.params ?? [found.credentials]) : null;
}

if (operation === 'credentials') server({ first_line: true }, (request) => read(request.headers.authorization));
else await client({}, read);
