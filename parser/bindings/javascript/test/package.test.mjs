// The package as its users get it: made, packed, installed from the tarball into an empty project, and used there.
//
//     node package.test.mjs
//
// GAUNTLET_TYPESCRIPT is a folder where the npm package typescript is installed; without it the types are not compiled. Nothing is
// downloaded. Exit status 77: a tool is not there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'gauntlet-npm-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

function run(folder, program, ...words) {
  const ended = spawnSync(program, words, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (ended.error) throw ended.error;
  return ended;
}

function done(folder, program, ...words) {
  const ended = run(folder, program, ...words);
  assert.equal(ended.status, 0, `${program} ${words.join(' ')}\n${ended.stdout}${ended.stderr}`);
  return ended.stdout;
}

function make(name) {
  const folder = join(work, name);
  const made = run(work, process.execPath, join(here, '../make.mjs'), folder);
  if (made.status === 77 || spawnSync('npm', ['--version']).error) {
    console.error(`not run: ${made.stderr || 'npm is not there'}`);
    process.exit(77);
  }
  assert.equal(made.status, 0, made.stderr);
  return folder;
}

const quiet = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
const made = make('made');
const packed = JSON.parse(done(made, 'npm', 'pack', '--json', '--pack-destination', work, ...quiet))[0];
const project = join(work, 'project');
mkdirSync(project);
writeFileSync(join(project, 'package.json'), '{"private": true}\n');
done(project, 'npm', 'install', ...quiet, join(work, packed.filename));
const installed = join(project, 'node_modules/gauntlet-http-auth');
const gauntlet = await import(pathToFileURL(join(installed, 'index.mjs')));
const { loadSuite } = await import(pathToFileURL(join(installed, 'suite.mjs')));
const suite = await loadSuite();
const { parse, parts, serialize, validate } = gauntlet;
const none = { maxLength: Infinity, maxChallenges: Infinity, maxAuthParams: Infinity, maxEmptyElements: Infinity };

function inProject(name, text, ...words) {
  writeFileSync(join(project, name), text);
  return done(project, process.execPath, name, ...words);
}

test('the module fits into 12 KB packed, and imports nothing', () => {
  const wasm = readFileSync(join(installed, 'gauntlet.wasm'));
  const module = new WebAssembly.Module(wasm);
  const size = gzipSync(wasm, { level: 9 }).length;
  console.log(`gauntlet.wasm: ${wasm.length} octets, ${size} packed; index.mjs packed: `
    + `${gzipSync(readFileSync(join(installed, 'index.mjs')), { level: 9 }).length}; tarball: ${packed.size}; installed: ${packed.unpackedSize}`);
  assert.ok(size <= 12 * 1024, `${size} octets`);
  const told = `${Math.round(size / 1024)} KB packed, in a module of ${Math.round(wasm.length / 1024)} KB`;
  assert.ok(readFileSync(join(installed, 'README.md'), 'utf8').replace(/\s+/g, ' ').includes(told), `README.md does not say ${told}`);
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test('the tarball holds what is used, and nothing else', () => {
  assert.deepEqual(packed.files.map((file) => file.path).sort(), [
    'LICENSE', 'LICENSE.cases', 'README.md', 'bin.mjs', 'gauntlet.wasm', 'index.cjs', 'index.d.cts', 'index.d.mts', 'index.mjs',
    'package.json', 'suite-node.mjs', 'suite-web.mjs', 'suite.cjs', 'suite.d.cts', 'suite.d.mts', 'suite.json.gz', 'suite.mjs',
  ]);
  assert.ok(packed.unpackedSize < 1e6, `${packed.unpackedSize} octets`);
});

test('made twice it is the same octets', () => {
  const hashes = (folder) => readdirSync(folder).sort()
    .map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]);
  assert.deepEqual(hashes(make('again')), hashes(made));
});

const using = `
const read = parse('Basic realm="simple", Negotiate');
if (!read.ok || find(read.challenges[0], 'Realm') !== 'simple') throw new Error(JSON.stringify(read));
loadSuite().then((suite) => console.log(suite.cases.length, validate('Basic realm=x y').offset));`;
const used = `${suite.cases.length} 14\n`;

test('a module uses it', () => {
  assert.equal(inProject('use.mjs', `import { find, parse, validate } from 'gauntlet-http-auth';
import { loadSuite } from 'gauntlet-http-auth/suite';${using}`), used);
});

test('CommonJS uses it', () => {
  assert.equal(inProject('use.cjs', `const { find, parse, validate } = require('gauntlet-http-auth');
const { loadSuite } = require('gauntlet-http-auth/suite');${using}`), used);
});

test('both forms export the same', () => {
  const require = createRequire(join(project, 'package.json'));
  assert.deepEqual(Object.keys(require('gauntlet-http-auth')).sort(), Object.keys(gauntlet).sort());
  assert.deepEqual(Object.keys(require('gauntlet-http-auth/suite')).sort(), ['cases', 'loadSuite']);
  const declared = [...readFileSync(join(installed, 'index.d.mts'), 'utf8').matchAll(/^export (?:function|class|const) (\w+)/gm)];
  assert.deepEqual([...new Set(declared.map(([, name]) => name))].sort(), Object.keys(gauntlet).sort());
});

test('a worker uses it', () => {
  assert.equal(inProject('worker.mjs', `import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { parseChallenges } from 'gauntlet-http-auth';
if (isMainThread) new Worker(new URL(import.meta.url)).on('message', (found) => console.log(found[0].params[0].value));
else parentPort.postMessage(parseChallenges('Basic realm="from a worker"'));`), 'from a worker\n');
});

test('importing it does nothing', () => {
  assert.equal(inProject('import.mjs', `const before = Object.keys(globalThis).length;
for (const name of ['WebAssembly', 'atob', 'TextEncoder', 'TextDecoder', 'fetch']) delete globalThis[name];
await import('gauntlet-http-auth');
await import('gauntlet-http-auth/suite');
console.log(Object.keys(globalThis).length <= before);`), 'true\n');
});

test('a module that was compiled elsewhere is taken', () => {
  assert.equal(inProject('init.mjs', `import { readFileSync } from 'node:fs';
import { init, validate } from 'gauntlet-http-auth';
const compiled = new WebAssembly.Module(readFileSync('node_modules/gauntlet-http-auth/gauntlet.wasm'));
WebAssembly.Module = WebAssembly.compile = undefined;
Object.defineProperty(WebAssembly, 'Module', { value: compiled.constructor });
delete globalThis.atob;
await init(compiled);
console.log(validate('Basic'));
await init({}).catch((error) => console.log(error.name));`), 'null\nTypeError\n');
  assert.equal(inProject('compile.mjs', `import { init, validate } from 'gauntlet-http-auth';
await init();
WebAssembly.compile = undefined;
console.log(validate('Basic'));`), 'null\n');
});

test('the command', () => {
  assert.equal(done(project, 'npx', '--offline', 'gauntlet-http-auth', 'validate', 'Basic'), 'valid\n');
  const command = (...words) => run(project, join(project, 'node_modules/.bin/gauntlet-http-auth'), ...words);
  const read = command('parse', 'Basic realm="say \\"hi\\""', 'Negotiate abc==');
  assert.deepEqual([read.status, read.stdout], [0, 'Basic\n  realm = say "hi"\nNegotiate abc==\n']);
  const wrong = command('parse', 'Basic realm=x y');
  assert.equal(wrong.status, 1);
  assert.equal(wrong.stdout, "invalid at octet 14 (expected_comma)\nBasic realm=x y\n              ^ expected a comma or the end at octet 14, found 'y'\n");
  assert.equal(command('validate', '--grammar', 'sender', 'Basic realm=x').status, 1);
  assert.equal(command('validate', '--operation', 'credentials', 'Bearer abc').stdout, 'valid\n');
  const json = command('parse', '--json', 'Foo a="\u00e4"').stdout;
  assert.equal(json, '{"ok":true,"challenges":[{"scheme":"Foo","token68":null,"params":[{"name":"a","value":"\\u00c3\\u00a4","quoted":true}]}]}\n');
  const structure = JSON.stringify(JSON.parse(json).challenges);
  assert.equal(command('serialize', structure).stdout, 'Foo a="\u00e4"\n');
  assert.equal(command('serialize', '[{"scheme": "a b"}]').status, 1);
  for (const words of [[], ['pars'], ['parse', '--operation', 'x', 'y'], ['serialize', '{'], ['parse', '--nothing']]) {
    assert.equal(command(...words).status, 2, words.join(' '));
  }
  assert.equal(command('--version').stdout, `${gauntlet.version}\n`);
  const help = command('--help').stdout.split('\n');
  assert.ok(help.length <= 24 && help.every((line) => line.length < 140));
});

test('TypeScript takes the types, and refuses what is wrong', (context) => {
  const compiler = join(process.env.GAUNTLET_TYPESCRIPT ?? '', 'node_modules/typescript/bin/tsc');
  if (!process.env.GAUNTLET_TYPESCRIPT || !existsSync(compiler)) return context.skip('GAUNTLET_TYPESCRIPT names no folder with it');
  for (const name of ['use.mts', 'use.cts']) cpSync(join(here, name), join(project, name));
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--module', 'nodenext', '--target', 'es2022',
    '--types', '', '--outDir', 'out'];
  for (const libraries of ['es2022,dom', 'es2022']) {
    done(project, process.execPath, compiler, ...strict, '--lib', libraries, 'use.mts', 'use.cts');
  }
  assert.equal(done(project, process.execPath, 'out/use.mjs'), 'simple\nexpected_comma 14\nBasic realm="simple"\n');
  assert.equal(done(project, process.execPath, 'out/use.cjs'), 'simple\n');
  done(project, process.execPath, compiler, '--strict', '--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022',
    '--noEmit', 'use.mts');
});

test('the suite is what the scripts of the suite write', (context) => {
  const bundle = run(root, 'python3', '-B', 'conformance/suite/scripts/bundle.py');
  if (bundle.status !== 0) return context.skip('python3 is not there');
  assert.deepEqual(suite.cases, JSON.parse(bundle.stdout).cases);
  assert.equal(suite.version, gauntlet.version);
  assert.equal(suite.requirements.length, Number(suite.requirements.at(-1).id.slice(1)));
  assert.ok(suite.schemes.digest.challenges.params.length > 0 && suite.flags['bare-scheme'].risk === 'interop');
});

const member = { challenges: 'challenges', credentials: 'credentials', 'auth-info': 'params' };

// With `quoted`, where the case says something of it.
function like(result, expected) {
  if (Array.isArray(expected)) return Array.isArray(result) && result.length === expected.length && expected.every((each, i) => like(result[i], each));
  if (expected === null || typeof expected !== 'object') return result === expected;
  return Object.keys(expected).every((name) => like(result?.[name], expected[name]));
}

test('every case is read right, with its offset', () => {
  let read = 0;
  for (const { id, operation, lines, parse: rule, expect, offset, alternatives } of suite.cases) {
    if (lines === undefined) continue;
    ++read;
    const forms = { strings: lines, octets: lines.map(gauntlet.toOctets) };
    if (lines.length === 1) forms.one = lines[0];
    for (const [form, value] of Object.entries(forms)) {
      const found = parse(value, operation, none);
      const wrong = validate(value, operation, none);
      assert.deepEqual(found.ok ? null : found.error, wrong, `${id} ${form}`);
      if (rule === 'must-accept') assert.ok(found.ok && like(found, expect), `${id} ${form}: ${JSON.stringify(found)}`);
      else if (rule === 'implementation-defined') {
        const [first] = alternatives;
        assert.ok(first.expect ? found.ok && like(found, first.expect) : !found.ok, `${id} ${form}: ${JSON.stringify(found)}`);
      } else assert.equal(found.ok ? null : found.error.offset, offset, `${id} ${form}: ${JSON.stringify(found)}`);
    }
  }
  assert.ok(read > 10000, `${read} cases`);
});

// Of the parts alone: what a value says, were it valid.
function readingOf(lines, cut, operation) {
  const challenges = operation === 'auth-info' ? [{ params: [] }] : [];
  let param;
  const all = cut.flatMap((each, i) => [...(i > 0 ? [{ rule: 'joint', text: ', ' }] : []),
    ...each.map(({ rule, first, last }) => ({ rule, text: lines[i].slice(first, last) }))]);
  let isOpen = false;
  for (const { rule, text } of all) {
    if (rule === 'auth-scheme') challenges.push({ scheme: text, token68: null, params: [] });
    else if (rule === 'token68') challenges.at(-1).token68 = text;
    else if (rule === 'name') challenges.at(-1).params.push(param = { name: text, value: '', quoted: false });
    else if (rule === 'value' || rule === 'qdtext') param.value += text;
    else if (rule === 'quoted-pair') param.value += text.slice(1);
    else if (rule === 'DQUOTE') [param.quoted, isOpen] = [true, !isOpen];
    else if (rule === 'joint') {
      if (isOpen) param.value += text;
    } else assert.match(text, { '=': /^=$/, ',': /^,$/, SP: /^ [ \t]*$/, BWS: /^[ \t]+$/, OWS: /^[ \t]+$/ }[rule]);
  }
  return operation === 'challenges' ? { challenges } : operation === 'credentials' ? { credentials: challenges[0] } : { params: challenges[0].params };
}

test('parts: every line whole, and of them alone comes what is expected', () => {
  let right = 0;
  let wrong = 0;
  for (const { id, operation, lines, parse: rule, expect } of suite.cases) {
    if (lines === undefined) continue;
    for (const grammar of ['recipient', 'sender']) {
      const cut = parts(lines, operation, { ...none, grammar });
      const error = validate(lines, operation, { ...none, grammar });
      assert.deepEqual(cut.map((each) => each.map(({ first, last }, i) => {
        assert.equal(first, i === 0 ? 0 : each[i - 1].last, id);
        return last > first;
      }).every(Boolean)), lines.map(() => true), id);
      cut.forEach((each, i) => each.forEach(({ rule: name, first, last }) => {
        if (['SP', 'BWS', 'OWS'].includes(name)) assert.match(lines[i].slice(first, last), /^[ \t]+$/, id);
      }));
      assert.deepEqual(cut.map((each) => each.at(-1)?.last ?? 0), lines.map((line) => line.length), id);
      if (error === null) {
        assert.ok(!cut.flat().some((part) => part.rule === null), id);
        if (rule === 'must-accept') assert.ok(like(readingOf(lines, cut, operation), expect), `${id}: ${JSON.stringify(cut)}`);
        ++right;
      } else if (lines.length) {
        // The first octet that is not cut is that of the error.
        const line = cut.findIndex((each) => each.some((part) => part.rule === null));
        const place = line < 0 ? null : cut[line].find((part) => part.rule === null).first;
        if (place !== null && lines.length === 1) assert.equal(place, error.lineOffset, `${id} ${grammar}: ${JSON.stringify([cut, error])}`);
        ++wrong;
      }
    }
  }
  assert.ok(right > 10000 && wrong > 1000, `${right} right, ${wrong} wrong`);
});

test('parts: every beginning of a value can be completed', () => {
  const octets = ['a', ' ', '\t', '=', ',', '"', '\\', '/', '\xe4', 'realm'];
  let count = 0;
  const grow = (value, depth) => {
    for (const grammar of ['recipient', 'sender']) {
      for (const operation of ['challenges', 'credentials', 'auth-info']) {
        const error = validate(value, operation, { grammar });
        const read = error === null ? value.length : error.lineOffset;
        const [cut] = parts(value, operation, { grammar });
        const known = cut.filter((part) => part.rule !== null);
        // What is trimmed off is known as well.
        if (error === null || read < value.trimEnd().length) {
          assert.equal(known.filter((part) => part.first < read).at(-1)?.last ?? 0, read, `${JSON.stringify([value, operation, grammar, cut, error])}`);
        }
        ++count;
      }
    }
    if (depth > 0) for (const octet of octets) grow(value + octet, depth - 1);
  };
  grow('', 4);
  for (const start of ['a realm', 'a realm=', 'a realm="', 'a realm="a"', 'a b=', 'a b=c, d', 'realm']) grow(start, 2);
  assert.ok(count > 60000, `${count}`);
});

test('every structure is written as the reference writes it, and read again', () => {
  let count = 0;
  for (const { id, operation, serialize: structure, octets, refuse } of suite.cases) {
    if (structure === undefined) continue;
    ++count;
    const wanted = structure[member[operation]];
    if (refuse) {
      assert.throws(() => serialize(wanted, operation), (error) => error instanceof gauntlet.FieldError && error.path !== undefined, id);
    } else {
      assert.equal(serialize(wanted, operation, none), octets, id);
      assert.ok(parse(octets, operation, { grammar: 'sender' }).ok, id);
    }
  }
  assert.ok(count > 50, `${count} cases`);
});

test('every octet at every place of a structure is written, or refused', () => {
  for (let octet = 0; octet < 256; ++octet) {
    const text = `a${String.fromCharCode(octet)}b`;
    for (const [what, structure] of [
      ['scheme', { scheme: text }], ['token68', { scheme: 'A', token68: text }],
      ['name', { scheme: 'A', params: [{ name: text, value: 'x' }] }], ['value', { scheme: 'A', params: [{ name: 'n', value: text }] }],
    ]) {
      let written;
      try {
        written = serialize([structure]);
      } catch (error) {
        assert.ok(error instanceof gauntlet.FieldError, String(error));
        continue;
      }
      const [read] = gauntlet.parseChallenges(written, { grammar: 'sender' });
      const full = { token68: null, params: [], ...structure };
      assert.ok(like(read, full), `${what} ${octet}: ${JSON.stringify(written)}`);
    }
  }
});

test('a place in the lines', () => {
  const at = (lines, operation) => {
    const { offset, line, lineOffset } = validate(lines, operation);
    return [offset, line, lineOffset];
  };
  assert.deepEqual(at(['Foo', '  Bar =']), [9, 1, 6]);
  assert.deepEqual(at('  Basic ='), [6, 0, 8]);
  assert.deepEqual(at(['Foo a=" b', 'c\t']), [12, 1, 1]);
  assert.deepEqual(at([], 'credentials'), [0, 0, 0]);
  assert.deepEqual(at(null, 'credentials'), [0, 0, 0]);
  assert.deepEqual(parse(undefined), { ok: true, challenges: [] });
});

test('a quoted-string over several lines is one value', () => {
  assert.deepEqual(parse(['Foo a="b ', '\tc\\"" , d=e', '', 'Bar']).challenges, [
    { scheme: 'Foo', token68: null, params: [{ name: 'a', value: 'b, c"', quoted: true }, { name: 'd', value: 'e', quoted: false }] },
    { scheme: 'Bar', token68: null, params: [] },
  ]);
});

test('what is no octet is told, not guessed', () => {
  for (const value of ['Foo a="\u20ac"', ['Foo a="x', '\u20ac"'], 'Foo a="\ud83d\ude00"']) {
    const read = parse(value);
    assert.equal(read.error.code, 'not_an_octet');
    assert.deepEqual(validate(value), read.error);
  }
  assert.match(parse('Foo a="\u20ac"').error.message, /at octet 7, found U\+20AC/);
  assert.throws(() => serialize([{ scheme: 'Foo', params: [{ name: 'a', value: '\u20ac' }] }]),
    { code: 'invalid_auth_param_value', path: 'challenges[0].params[0]' });
  const written = serialize([{ scheme: 'Foo', params: [{ name: 'a', value: gauntlet.encodeUtf8('\u20ac') }] }]);
  assert.equal(gauntlet.decodeUtf8(gauntlet.parseChallenges(written)[0].params[0].value), '\u20ac');
  assert.equal(gauntlet.decodeUtf8('\xe4'), undefined);
  assert.throws(() => gauntlet.toOctets('\u20ac'), RangeError);
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(gauntlet.toOctets(gauntlet.fromOctets(all)), all);
});

test('limits are told apart from errors, at the places where they are', () => {
  const ofLength = (value, maxLength) => validate(value, 'challenges', { maxLength });
  for (const value of ['Foo a=b, Bar', ['Foo a=b', 'Bar'], ['Foo a=b', '', '', 'Bar'], ['Foo a="b', 'c"'], 'Foo a=b  ,  Bar', ['', '', 'A']]) {
    const length = (Array.isArray(value) ? value : [value]).join(', ').length;
    assert.equal(ofLength(value, length), null);
    for (let maxLength = 0; maxLength < length; ++maxLength) {
      const found = ofLength(value, maxLength);
      assert.deepEqual([found?.code, found?.offset, found?.isLimit], ['limit_length', maxLength, true], `${JSON.stringify(value)} ${maxLength}`);
      assert.deepEqual(parse(value, 'challenges', { maxLength }).error, found);
    }
  }
  // An octet that the grammar forbids before that is the error.
  assert.equal(ofLength('Foo =' + 'x'.repeat(100), 50).code, 'expected_token68_or_auth_param');
  assert.equal(validate('x'.repeat(65536)), null);
  assert.equal(validate('x'.repeat(65537)).code, 'limit_length');
  assert.equal(validate('A, '.repeat(64) + 'A').code, 'limit_challenges');
  assert.equal(validate(`A ${'a=b, '.repeat(64)}a=b`).code, 'limit_auth_params');
  assert.equal(validate('A' + ','.repeat(66) + 'A').code, 'limit_empty_elements');
  const longest = { scheme: 'A', params: [{ name: 'a', value: 'x'.repeat(65536) }] };
  assert.throws(() => serialize([longest]), { code: 'limit_length' });
  assert.equal(serialize([longest], 'challenges', { maxLength: 70000 }).length, 65540);
  assert.equal(serialize(Array(65).fill({ scheme: 'A' }), 'challenges', none).length, 65 * 3 - 2);
});

test('memory is bounded, and given back', () => {
  assert.equal(inProject('memory.mjs', `import { parse, validate, serialize } from 'gauntlet-http-auth';
const all = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = function (...given) {
  const made = new Instance(...given);
  all.push(made.exports.memory);
  return made;
};
const size = () => all.at(-1).buffer.byteLength;
const long = 'A a="' + 'x'.repeat(1 << 26) + '"';
for (const value of [long, Array(1 << 20).fill(''), Array(1 << 20).fill('A'), ' '.repeat(1 << 22)]) {
  parse(value);
  validate(value, 'credentials');
}
for (let i = 0; i < 1000; ++i) parse('A a=b');
console.log(all.length, size() <= 8 * 65536);
const most = validate(long, 'challenges', { maxLength: Infinity });
console.log(most.code, most.offset, size() <= 6 * 2 ** 24);
parse('A');
console.log(all.length, size() <= 8 * 65536);`), '1 true\nlimit_length 16777216 true\n2 true\n');
});

test('time is linear', () => {
  // Time of the processor, since other processes take none of it: of a value of 512 KiB, and of 32 that are as long together. Where
  // time is linear the first takes as long, where it is quadratic 32 times as long, and neither comes near to the other's.
  const bound = 6;
  const growth = (read, value) => {
    const time = (each, times) => {
      const start = process.cpuUsage();
      for (let i = 0; i < times; ++i) read(each, 'challenges', none);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const [long, short] = [value(1 << 19), value(1 << 14)];
    const best = [Infinity, Infinity];
    for (let i = 0; i < 5; ++i) [[long, 4], [short, 128]].forEach((what, j) => { best[j] = Math.min(best[j], time(...what)); });
    return best[0] / best[1];
  };
  const quadratic = (value) => {
    for (let i = 0; i < value.length; i += 1024) value.lastIndexOf('=', i);
  };
  assert.ok(growth(quadratic, (length) => 'x'.repeat(length)) > bound);
  // Where objects are made, the collection of garbage has its own say.
  for (const [before, repeated, end, read] of [
    ['A a="', 'x', '"', parse], ['A a="', '\\"', '"', parse], ['', 'A, ', 'A', validate], ['A ', 'a=b, ', 'a=b', validate],
    ['', ' , ', 'A', validate], ['A a="', '\u00e4', '"', parse],
  ]) {
    const found = growth(read, (length) => before + repeated.repeat(length / repeated.length) + end);
    assert.ok(found < bound, `${repeated}: one value takes ${found.toFixed(1)} times as long as 32 that are as long together`);
  }
});

test('calls that say nothing meaningful are refused with what is allowed', () => {
  for (const [call, message] of [
    [() => parse(7), /the value is 7; it has to be a string/], [() => parse(['a', 7]), /field line 1 is 7/],
    [() => parse('', 'challenge'), /operation is "challenge"; it has to be one of challenges, credentials, auth-info/],
    [() => parse('', 'toString'), /operation is "toString"/],
    [() => parse('', 'challenges', { grammar: 'strict' }), /grammar is "strict"; it has to be one of recipient, sender/],
    [() => parse('', 'challenges', { max_length: 1 }), /there is no option "max_length"; options are grammar, maxLength/],
    [() => parse('', 'challenges', { maxLength: -1 }), /maxLength is -1; it has to be an integer from 0/],
    [() => parse('', 'challenges', { maxAuthParams: 1.5 }), /maxAuthParams is 1.5/],
    [() => serialize('Basic'), /challenges is "Basic"; it has to be a list/],
    [() => serialize([{}]), /challenges\[0\]\.scheme is undefined/],
    [() => serialize([{ scheme: 'A', params: [{ name: 'a', value: 7 }] }]), /challenges\[0\]\.params\[0\]\.value is 7/],
  ]) {
    assert.throws(call, (error) => (error instanceof TypeError || error instanceof RangeError) && message.test(error.message), String(message));
  }
});

test('every code has words', () => {
  const source = readFileSync(join(installed, 'index.mjs'), 'utf8');
  const codes = JSON.parse(source.match(/^const codes = (.*);$/m)[1]);
  const words = source.slice(source.indexOf('const words = {'), source.indexOf('};', source.indexOf('const words = {')));
  const types = readFileSync(join(installed, 'index.d.mts'), 'utf8');
  for (const code of codes) {
    if (['ok', 'needs_join', 'output_too_small'].includes(code)) continue;
    assert.match(words, new RegExp(`^  ${code}: '`, 'm'));
    assert.ok(types.includes(`'${code}'`), code);
  }
});

test('finding, choosing, comparing', () => {
  const challenges = gauntlet.parseChallenges('Basic realm=a, DIGEST realm="b", Realm=c, Negotiate');
  assert.equal(gauntlet.select(challenges, ['digest', 'basic']), challenges[1]);
  assert.equal(gauntlet.select(challenges, ['Bearer']), undefined);
  assert.equal(gauntlet.find(challenges[1], 'REALM'), 'b');
  assert.equal(gauntlet.find(challenges[1].params, 'nonce'), undefined);
  assert.deepEqual(gauntlet.repeatedNames(challenges[1]), ['realm']);
  assert.deepEqual(gauntlet.repeatedNames(challenges[0].params), []);
  assert.ok(!gauntlet.equalsIgnoreCase('\u212a', 'k') && gauntlet.equalsIgnoreCase('RealM', 'realm'));
  assert.throws(() => gauntlet.parseCredentials('Basic a==, b'), { name: 'FieldError', code: 'expected_end', offset: 9, line: 0 });
  assert.equal(gauntlet.parseAuthInfo('nextnonce="x"')[0].value, 'x');
});

test('readme: its examples say what stands below them', () => {
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  const examples = [...readme.matchAll(/^```js\n([^]*?)^```\n```text\n([^]*?)^```$/gm)];
  assert.ok(examples.length >= 3, `${examples.length} examples`);
  examples.forEach(([, code, printed], i) => assert.equal(inProject(`readme-${i}.mjs`, code), printed));
});
