// The adapter protocol (PROTOCOL.md, section 3) for JavaScript: the loop, the octets and the three ends of a request.
//
// An adapter calls `serve` with a function parse(operation, lines), which hands the lines to the library and returns what came
// back, or a promise of it. It throws Reject where the library rejects in its documented way, and Unsupported where the library
// cannot be asked that; anything else that is thrown is a fault of the library. A string of the protocol has one code unit
// U+0000..U+00FF per octet, which is how Node's http and fetch hand field values over.
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

export class Reject extends Error {}
export class Unsupported extends Error {}

const member = { challenges: 'challenges', credentials: 'credentials', 'auth-info': 'params' };

// Not through process.stdout, which keeps in this process what the pipe does not take at once: an answer has to be out before
// the next request can hang.
function write(answer) {
  const ascii = JSON.stringify(answer).replace(
    /[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  const line = Buffer.from(ascii + '\n');
  for (let written = 0; written < line.length;) {
    try {
      written += writeSync(1, line, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

// What a library returned. A string that is not an octet string (the library has decoded the value) stands for its UTF-8 octets.
function text(value) {
  const string = String(value);
  return /[^\u0000-\u00ff]/.test(string) ? Buffer.from(string, 'utf8').toString('latin1') : string;
}

// Params (PROTOCOL.md, section 2.2) from an object or from pairs. A list of values is a name that stood there more than once; a name
// without a value is shown with an empty one, for want of another way.
export function parameters(found) {
  const pairs = Array.isArray(found) ? found : Object.entries(found ?? {});
  return pairs.flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name: text(name), value: one == null ? '' : text(one) })));
}

export const challenge = (scheme, found, token68) => ({
  scheme: text(scheme), token68: token68 == null ? null : text(token68), params: parameters(found),
});

// C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
// else the usual one, so that a library that reads another pair than was sent cannot hide it.
export function basicCredentials(user, password, line) {
  const pair = `${user}:${password}`;
  const sent = line.trim().split(/ +/).slice(1).join(' ');
  const asSent = Buffer.from(sent, 'base64').toString('utf8') === pair;
  return challenge('Basic', [], asSent ? sent : Buffer.from(pair, 'utf8').toString('base64'));
}

// For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how the library rejects.
export function nothing(lines, why) {
  if (lines.every((line) => /^[ \t,]*$/.test(line))) return [];
  throw new Reject(why);
}

// The npm package and its version, from the folder that the first argument names; without it, or without the package, hello is
// answered with an error and the adapter ends.
export async function npm(name, file) {
  try {
    const folder = pathToFileURL((process.argv[2] ?? import.meta.dirname ?? '.') + '/');
    const { load, loadInternal, version } = await import(new URL('load.mjs', folder));
    const found = file === undefined ? await load(name) : await loadInternal(name, file);
    return { library: found.default ?? found, all: found, version: version(name) };
  } catch (error) {
    return missing(`${name}: ${error.message}`);
  }
}

// Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
export async function missing(reason) {
  for await (const chunk of process.stdin) if (chunk.includes(10)) break;
  write({ protocol: 1, error: String(reason).replace(/\s+/g, ' ') });
  process.exit(3);
}

// The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
function linesFor(observes, lines) {
  if ((observes.lines ?? 'all') === 'all') return lines;
  if (lines.length > 1 && ['one', 'each'].includes(observes.lines)) throw new Unsupported('one field line only');
  return lines.length ? lines : [''];
}

// `serialize(operation, structure)` answers with field lines, for the operations in `serializes`. A Reject may have an offset.
export async function serve({ name, version, operations, serializes = [], observes, parse, serialize, ...about }) {
  const hello = {
    protocol: 1,
    implementation: { name, version, language: 'JavaScript', runtime: `Node ${process.versions.node}`, ...about },
    operations, serializes, observes,
  };
  const endOf = (error) =>
    error instanceof Reject ? { outcome: 'reject', error: error.message, offset: error.offset }
    : error instanceof Unsupported ? { outcome: 'unsupported', reason: error.message }
    : { outcome: 'fault', error: String(error).slice(0, 500) };
  // A long line comes in many pieces: each is looked at once, so that the time for it grows with its length and no faster.
  let pieces = [];
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const ends = chunk.split('\n');
    for (const [index, end] of ends.entries()) {
      pieces.push(end);
      if (index === ends.length - 1) break;
      const line = pieces.join('');
      pieces = [];
      const { cmd, seq, operation, lines: value, ...structure } = JSON.parse(line);
      if (cmd === 'stop') process.exit(0);
      if (cmd === 'hello') {
        write(hello);
        continue;
      }
      let answer;
      if (cmd === 'parse' && operations.includes(operation)) {
        try {
          let result = parse(operation, linesFor(observes, value));
          if (result instanceof Promise) result = await result;
          answer = { seq, outcome: 'accept', [member[operation]]: result };
        } catch (error) {
          answer = { seq, ...endOf(error) };
        }
      } else if (cmd === 'serialize' && serializes.includes(operation)) {
        try {
          answer = { seq, outcome: 'accept', lines: serialize(operation, structure[member[operation]]) };
        } catch (error) {
          answer = { seq, ...endOf(error) };
        }
      } else {
        answer = { seq, outcome: 'unsupported', reason: `${cmd} ${operation}` };
      }
      write(answer);
    }
  }
}
