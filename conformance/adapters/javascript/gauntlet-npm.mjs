// gauntlet-http-auth, the npm package of this repository: parse and serialize, without limits. Its build step makes the package; the
// adapter takes it from there, as a program that has it installed does.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [folder, step] = process.argv.slice(2);
if (step === 'make') {
  const make = fileURLToPath(new URL('../../../parser/bindings/javascript/make.mjs', import.meta.url));
  process.exit(spawnSync(process.execPath, [make, folder], { stdio: 'inherit' }).status ?? 1);
}

const { missing, Reject, serve, Unsupported } = await import('./protocol.mjs');
const gauntlet = await import(pathToFileURL(join(folder, 'index.mjs'))).catch((error) => missing(error.message));
const options = { maxLength: Infinity, maxChallenges: Infinity, maxAuthParams: Infinity, maxEmptyElements: Infinity };
const member = { challenges: 'challenges', credentials: 'credentials', 'auth-info': 'params' };

await serve({
  name: 'gauntlet-http-auth', version: gauntlet.version, operations: Object.keys(member), serializes: Object.keys(member),
  observes: { quoted: true },
  homepage: 'https://www.npmjs.com/package/gauntlet-http-auth', issues: 'https://www.npmjs.com/package/gauntlet-http-auth',
  license: 'Apache-2.0',
  parse(operation, lines) {
    const read = gauntlet.parse(lines, operation, options);
    if (read.ok) return read[member[operation]];
    if (read.error.isLimit) throw new Unsupported('limit');
    throw Object.assign(new Reject(read.error.code), { offset: read.error.offset });
  },
  serialize(operation, structure) {
    try {
      return [gauntlet.serialize(structure, operation, options)];
    } catch (error) {
      if (!(error instanceof gauntlet.FieldError)) throw error;
      throw new Reject(error.code);
    }
  },
});
