// Makes the npm package in a folder, ready for `npm pack`:
//
//     node make.mjs FOLDER
//
// Needs Clang with its wasm32 target, wasm-ld, and libc++ and the C headers for wasm32, of which only headers are used: on Debian
// clang, lld, libc++-14-dev-wasm32 and wasi-libc. CLANG and WASM_LD name other programs. The same sources and the same compiler make
// the same octets. Exit status 77: a tool is not there.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const include = join(root, 'parser/include');
const suiteFolder = join(root, 'conformance/suite');

const text = (path) => readFileSync(path, 'utf8');
const data = (path) => JSON.parse(text(path));

function run(program, ...words) {
  const ended = spawnSync(program, words, { encoding: 'utf8' });
  if (ended.error?.code === 'ENOENT') {
    console.error(`${program} is not there: apt-get install clang lld libc++-14-dev-wasm32 wasi-libc`);
    process.exit(77);
  }
  if (ended.status === 0) return;
  console.error(ended.stderr);
  const lacksHeaders = /file not found|unable to create target/.test(ended.stderr);
  if (lacksHeaders) console.error('apt-get install libc++-14-dev-wasm32 wasi-libc');
  process.exit(lacksHeaders ? 77 : 1);
}

// Compiled and linked apart: the driver of Clang would also call wasm-opt where that is there, and other octets come out.
function compile(out) {
  const work = mkdtempSync(join(tmpdir(), 'gauntlet-wasm-'));
  try {
    const object = join(work, 'gauntlet.o');
    run(process.env.CLANG ?? 'clang++-14', '--target=wasm32-wasi', '-std=c++20', '-O3', '-ffreestanding', '-fno-exceptions',
      '-fno-rtti', '-mbulk-memory', '-Wall', '-Wextra', '-Werror', `-I${include}`, '-c', join(here, 'src/gauntlet_wasm.cc'), '-o', object);
    // The memory ends where index.mjs says that it does.
    run(process.env.WASM_LD ?? 'wasm-ld-14', '--no-entry', '--export=__heap_base', '-z', 'stack-size=16384', '--max-memory=100663296',
      '--strip-all', object, '-o', out);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function versionOf() {
  const header = text(join(include, 'gauntlet/version.hpp'));
  return ['MAJOR', 'MINOR', 'PATCH'].map((part) => header.match(`#define GAUNTLET_VERSION_${part} (\\d+)`)[1]).join('.');
}

// The names of gauntlet::errc, in the order of their numbers.
function codesOf() {
  const body = text(join(include, 'gauntlet/error.hpp')).match(/enum class errc[^{]*\{([^}]*)\}/)[1];
  const codes = [];
  for (const [, name, number] of body.matchAll(/^ *(\w+) = (\d+),$/gm)) codes[number] = name;
  if (codes.length < 32 || codes.includes(undefined)) throw new Error(`error.hpp: ${codes.length} codes were understood`);
  return codes;
}

// The same module for require().
function toCommonJs(source) {
  const names = [];
  const body = source.replace(/^export ((?:async )?function|class|const) (\w+)/gm, (_, what, name) => {
    names.push(name);
    return `${what} ${name}`;
  });
  return `'use strict';\n${body}\nmodule.exports = { ${names.join(', ')} };\n`;
}

// A case without defaults: it has what the file, then the file's `defaults`, say.
function caseFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).sort();
}

function suite(version) {
  const folder = join(suiteFolder, 'cases');
  const cases = caseFiles(folder).flatMap((name) => {
    const file = data(join(folder, name));
    const common = { ...(file.operation && { operation: file.operation }), ...file.defaults };
    return file.cases.map((each) => ({ ...common, ...each }));
  });
  const schemes = readdirSync(join(suiteFolder, 'schemes')).sort()
    .map((name) => [name.replace(/\.json$/, ''), data(join(suiteFolder, 'schemes', name))]);
  return {
    suite: 'gauntlet', format: 1, version, license: 'CC0-1.0', cases,
    requirements: data(join(suiteFolder, 'requirements.json')).requirements,
    flags: data(join(suiteFolder, 'flags.json')).flags, schemes: Object.fromEntries(schemes),
  };
}

const folder = process.argv[2];
if (folder === undefined || process.argv.length > 3) {
  console.error('usage: node make.mjs FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const target = (name) => join(folder, name);

compile(target('gauntlet.wasm'));
const version = versionOf();
const index = text(join(here, 'src/index.mjs'))
  .replace("'@wasm@'", `'${readFileSync(target('gauntlet.wasm')).toString('base64')}'`)
  .replace("'@codes@'", JSON.stringify(codesOf()))
  .replace("'@version@'", `'${version}'`);
writeFileSync(target('index.mjs'), index);
writeFileSync(target('index.cjs'), toCommonJs(index));
for (const name of ['index', 'suite']) {
  cpSync(join(here, `src/${name}.d.mts`), target(`${name}.d.mts`));
  cpSync(join(here, `src/${name}.d.mts`), target(`${name}.d.cts`));
}
for (const name of ['bin.mjs', 'suite.mjs', 'suite.cjs', 'suite-node.mjs', 'suite-web.mjs']) cpSync(join(here, 'src', name), target(name));
cpSync(join(here, 'README.md'), target('README.md'));
cpSync(join(root, 'LICENSE'), target('LICENSE'));
cpSync(join(suiteFolder, 'cases/LICENSE'), target('LICENSE.cases'));
// Without a time and a name of the machine in its head.
writeFileSync(target('suite.json.gz'), gzipSync(JSON.stringify(suite(version)), { level: 9 }));
writeFileSync(target('package.json'), JSON.stringify({ ...data(join(here, 'package.json')), version }, null, 2) + '\n');
