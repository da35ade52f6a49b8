// Reads and writes the HTTP authentication fields (RFC 9110, section 11). The grammar is the C++ parser's, as WebAssembly; here
// are octets and objects. Nothing happens until the first call, which compiles the module: about a millisecond.
//
// A field value is octets. In a string of this module each code unit, U+0000 to U+00FF, is one octet, which is how fetch, Node and
// XMLHttpRequest hand field values over.

// make.mjs fills these three in.
const wasm = '@wasm@';
const codes = '@codes@';

/** The version of the package. */
export const version = '@version@';

const operations = { challenges: 0, credentials: 1, 'auth-info': 2 };
const grammars = { recipient: 0, sender: 1 };
const kinds = { end: 0, auth_scheme: 1, token68: 2, auth_param: 3, error: 4 };
const kindMask = 7;
const flagQuotedString = 8;
const flagQuotedPair = 16;
const quoting = { automatic: 0, quoted: 1, token: 2 };

// What may be asked for; the memory of the module ends at six times as much.
const greatestLength = 2 ** 24;
const pageSize = 65536;
// With the default limits nothing needs more. What a longer value needed is given back after the call.
const keptMemory = 16 * pageSize;

const unlimited = 0xffffffff;
const defaults = { maxLength: 65536, maxChallenges: 64, maxAuthParams: 64, maxEmptyElements: 64 };

// What the parser expected, or what is wrong, and for the writer what to do.
const words = {
  expected_auth_scheme: 'expected an auth-scheme (a token)',
  expected_auth_param: 'expected an auth-param (a name and "=")',
  expected_auth_scheme_or_auth_param: 'expected an auth-scheme or an auth-param',
  expected_token68_or_auth_param: 'expected a token68, an auth-param, or a comma',
  expected_equals: 'expected "=" after the name of an auth-param',
  expected_equals_or_comma: 'expected "=", a comma, or the end',
  expected_param_value: 'expected a token or a quoted-string',
  expected_quoted_string: 'expected a quoted-string: a sender must not write realm as a token (RFC 9110 section 11.5)',
  expected_sp: 'expected SP, a comma (in a list of challenges), or the end after the auth-scheme',
  expected_comma: 'expected a comma or the end',
  expected_end: 'expected the end: credentials have one token68 and nothing after it',
  unterminated_quoted_string: 'expected a closing DQUOTE',
  invalid_qdtext: 'expected an octet that a quoted-string can hold (no CTL but HTAB)',
  invalid_quoted_pair: 'expected an octet that can follow a backslash (HTAB, SP, VCHAR, obs-text)',
  bws_forbidden: 'expected no white space: a sender must not write BWS (RFC 9110 section 5.6.3)',
  empty_element: 'expected an element: a sender must not write empty ones (RFC 9110 section 5.6.1.1)',
  limit_length: 'longer than maxLength',
  limit_challenges: 'more challenges than maxChallenges',
  limit_auth_params: 'more auth-params than maxAuthParams',
  limit_empty_elements: 'more empty elements in a row than maxEmptyElements',
  invalid_auth_scheme: 'an auth-scheme has to be a token',
  invalid_token68: 'a token68 has to be letters, digits and -._~+/ with = at the end only',
  invalid_auth_param_name: 'the name of an auth-param has to be a token',
  invalid_auth_param_value: 'a value can hold no CTL but HTAB, and octets only: text goes through encodeUtf8()',
  expected_token: 'asked for as a token (quoted: false), but it is none',
  unexpected_auth_scheme: 'there is no place for an auth-scheme',
  unexpected_token68: 'there is no place for a token68 beside auth-params',
  unexpected_auth_param: 'there is no place for an auth-param beside a token68',
  repeated_auth_param: 'the name stands in this challenge already',
  not_an_octet: 'expected octets, U+0000 to U+00FF: the value was decoded as text before it came here; pass its octets',
};

/** What the functions throw that answer with a reading or a value: the members of a Failure, as an Error. */
export class FieldError extends Error {
  constructor(failure) {
    super(failure.message);
    this.name = 'FieldError';
    Object.assign(this, failure);
  }
}

let compiled;
let instance;
let encoder;

function embedded() {
  const binary = atob(wasm);
  const octets = new Uint8Array(binary.length);
  for (let i = 0; i < octets.length; ++i) octets[i] = binary.charCodeAt(i);
  return octets;
}

// The instance, with the views of its memory. The module has no imports: it can do nothing but compute.
function started() {
  if (instance === undefined) {
    compiled ??= new WebAssembly.Module(embedded());
    const { exports } = new WebAssembly.Instance(compiled);
    encoder ??= new TextEncoder();
    instance = { exports, base: exports.__heap_base.value, elements: exports.elements() >>> 2, octets: null, input: null, numbers: null };
    look(instance);
  }
  return instance;
}

function look(of) {
  of.octets = new Uint8Array(of.exports.memory.buffer);
  of.input = of.octets.subarray(of.base);
  of.numbers = new Uint32Array(of.exports.memory.buffer);
}

// Room for so many octets at `base`.
function reserve(of, size) {
  const missing = of.base + size - of.octets.length;
  if (missing <= 0) return;
  of.exports.memory.grow(Math.ceil(missing / pageSize));
  look(of);
}

function giveBack(of) {
  if (of.octets.length > keptMemory) instance = undefined;
}

/**
 * Compiles the module without holding up the thread, or takes one that was compiled elsewhere, such as by a platform that compiles
 * nothing at run time. Not needed: the first call does it, too.
 */
export async function init(module) {
  if (module !== undefined && !(module instanceof WebAssembly.Module)) {
    throw new TypeError('init() takes a WebAssembly.Module, made of gauntlet-http-auth/gauntlet.wasm, or nothing');
  }
  compiled = module ?? compiled ?? (await WebAssembly.compile(embedded()));
  instance = undefined;
}

function pick(table, name, what) {
  if (Object.hasOwn(table, name)) return table[name];
  throw new TypeError(`${what} is ${show(name)}; it has to be one of ${Object.keys(table).join(', ')}`);
}

function show(value) {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function limit(options, name) {
  const value = options[name] ?? defaults[name];
  if (value === Infinity) return name === 'maxLength' ? greatestLength : unlimited;
  const greatest = name === 'maxLength' ? greatestLength : unlimited;
  if (Number.isInteger(value) && value >= 0 && value <= greatest) return value;
  throw new RangeError(`${name} is ${show(value)}; it has to be an integer from 0 to ${greatest}, or Infinity`);
}

const noOptions = {};
const settingsOfDefaults = { sender: 0, ...defaults };

function settingsOf(options = noOptions) {
  if (options === noOptions) return settingsOfDefaults;
  for (const name of Object.keys(options)) {
    if (name === 'grammar' || Object.hasOwn(defaults, name)) continue;
    throw new TypeError(`there is no option ${show(name)}; options are grammar, ${Object.keys(defaults).join(', ')}`);
  }
  return {
    sender: pick(grammars, options.grammar ?? 'recipient', 'grammar'),
    maxLength: limit(options, 'maxLength'),
    maxChallenges: limit(options, 'maxChallenges'),
    maxAuthParams: limit(options, 'maxAuthParams'),
    maxEmptyElements: limit(options, 'maxEmptyElements'),
  };
}

/** The string that stands for octets: a code unit for each. */
export function fromOctets(octets) {
  let text = '';
  // A call takes so many arguments at least.
  for (let at = 0; at < octets.length; at += 4096) text += String.fromCharCode(...octets.subarray(at, at + 4096));
  return text;
}

/** The octets that a string stands for. */
export function toOctets(text) {
  const octets = new Uint8Array(text.length);
  for (let i = 0; i < octets.length; ++i) {
    const unit = text.charCodeAt(i);
    if (unit > 0xff) throw new RangeError(`${unitName(unit)} at ${i}: ${words.not_an_octet}`);
    octets[i] = unit;
  }
  return octets;
}

/** The string that stands for the octets of `text` in UTF-8, such as for a username with charset="UTF-8". */
export function encodeUtf8(text) {
  return fromOctets(new TextEncoder().encode(text));
}

/** The text whose octets in UTF-8 a string stands for; undefined where they are not UTF-8. */
export function decodeUtf8(value) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(toOctets(value));
  } catch {
    return undefined;
  }
}

function unitName(unit) {
  return 'U+' + unit.toString(16).toUpperCase().padStart(4, '0');
}

function isOws(unit) {
  return unit === 0x20 || unit === 0x09;
}

// The field lines as a list of strings.
function linesOf(value) {
  if (typeof value === 'string') return [value];
  if (value === null || value === undefined) return [];
  if (value instanceof Uint8Array) return [fromOctets(value)];
  if (Array.isArray(value)) {
    return value.map((line, i) => {
      if (typeof line === 'string') return line;
      if (line instanceof Uint8Array) return fromOctets(line);
      throw new TypeError(`field line ${i} is ${show(line)}; it has to be a string or a Uint8Array`);
    });
  }
  throw new TypeError(`the value is ${show(value)}; it has to be a string, a Uint8Array, a list of them, or null for no field line`);
}

function withoutOws(line) {
  let first = 0;
  let last = line.length;
  while (first < last && isOws(line.charCodeAt(first))) ++first;
  while (last > first && isOws(line.charCodeAt(last - 1))) --last;
  return line.slice(first, last);
}

// What stands beyond the limit is never looked at, so that of a value that is too long no more is copied than shows that it is. Its
// last octet is none that would be trimmed off.
function cut(line, room) {
  return line.length <= room ? line : room === 0 ? '' : line.slice(0, room - 1) + 'x';
}

// Puts the combined value (RFC 9110, section 5.3) where the module reads it: the lines without OWS, with ", " between them, so that
// each line is a part of it; behind it the table of lines, two numbers each.
function put(of, lines, settings) {
  const most = settings.maxLength + 1;
  let text = lines.length === 0 ? '' : cut(withoutOws(lines[0]), most);
  const sizes = lines.length > 1 ? [text.length] : undefined;
  for (let i = 1; i < lines.length && text.length < most + 2; ++i) {
    text += ', ';
    const part = cut(withoutOws(lines[i]), Math.max(most - text.length, 0));
    sizes.push(part.length);
    text += part;
  }
  const count = sizes ? sizes.length : lines.length;
  const tableAt = (of.base + text.length + 3) >>> 2;
  reserve(of, text.length + 8 + 8 * count);

  let isOctets = true;
  // Of ASCII an octet each: the quick way.
  if (encoder.encodeInto(text, of.input).written !== text.length) {
    const { input } = of;
    let all = 0;
    for (let i = 0; i < text.length; ++i) {
      const unit = text.charCodeAt(i);
      all |= unit;
      input[i] = unit;
    }
    isOctets = all < 0x100;
  }
  const { numbers } = of;
  if (sizes === undefined) {
    numbers[tableAt] = of.base;
    numbers[tableAt + 1] = text.length;
  } else {
    let start = of.base;
    for (let i = 0; i < count; ++i) {
      numbers[tableAt + 2 * i] = start;
      numbers[tableAt + 2 * i + 1] = sizes[i];
      start += sizes[i] + 2;
    }
  }
  return { text, lines, count, tableAt, isOctets };
}

function readStart(of, tableAt, count, operation, settings) {
  of.exports.read_start(4 * tableAt, count, operation, settings.sender, settings.maxLength, settings.maxChallenges, settings.maxAuthParams,
    settings.maxEmptyElements);
}

// A quoted-string that crosses field lines: the same value once more, as one line.
function readJoined(of, placed, operation, settings) {
  const isCut = placed.text.length > settings.maxLength;
  if (isCut) of.octets[of.base + settings.maxLength] = 0x78;
  of.numbers[placed.tableAt] = of.base;
  of.numbers[placed.tableAt + 1] = isCut ? settings.maxLength + 1 : placed.text.length;
  readStart(of, placed.tableAt, 1, operation, settings);
}

// Where an offset of the combined value stands in the lines as they were given: that of ", " at the end of the line before it.
function locate(lines, offset) {
  for (let i = 0, rest = offset; i < lines.length; ++i) {
    const { length } = withoutOws(lines[i]);
    if (rest >= length + 2 && i + 1 < lines.length) {
      rest -= length + 2;
      continue;
    }
    const leading = length ? lines[i].search(/[^ \t]/) : lines[i].length;
    return { line: i, lineOffset: leading + Math.min(rest, length) };
  }
  return { line: 0, lineOffset: 0 };
}

function failure(code, offset, placed) {
  const found = offset < placed.text.length && !code.startsWith('limit_') ? `, found ${shownUnit(placed.text.charCodeAt(offset))}` : '';
  return {
    code, offset, ...locate(placed.lines, offset), isLimit: code.startsWith('limit_'),
    message: `${words[code]} at octet ${offset}${found}`,
  };
}

function shownUnit(unit) {
  return unit > 0x20 && unit < 0x7f ? `'${String.fromCharCode(unit)}'`
    : unit === 0x20 ? 'SP' : unit === 0x09 ? 'HTAB'
    : unit > 0xff ? unitName(unit) : '0x' + unit.toString(16).toUpperCase().padStart(2, '0');
}

// A value with a code unit that is no octet is not in the grammar, wherever that stands; the first one is shown.
function notOctets(placed) {
  for (let offset = 0; ; ++offset) {
    if (placed.text.charCodeAt(offset) > 0xff) return failure('not_an_octet', offset, placed);
  }
}

// The reader has counted the quoted-pairs: nearly always there are none, and the octets are the value already.
function withoutQuotedPairs(raw) {
  let text = '';
  let from = 0;
  for (let at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at + 2)) {
    text += raw.slice(from, at);
    from = at + 1;
  }
  return text + raw.slice(from);
}

// The elements of the value, to a list of challenges, each with its params; those of auth-info have no challenge.
function readAll(of, placed, isAuthInfo) {
  const { text } = placed;
  const { numbers, base, elements } = of;
  const challenges = [];
  let params = [];
  if (isAuthInfo) challenges.push({ params });
  for (;;) {
    const count = of.exports.read();
    for (let i = 0, at = elements; i < count; ++i, at += 5) {
      const kind = numbers[at];
      switch (kind & kindMask) {
        case kinds.auth_scheme:
          params = [];
          challenges.push({ scheme: text.slice(numbers[at + 1] - base, numbers[at + 2] - base), token68: null, params });
          break;
        case kinds.token68:
          challenges[challenges.length - 1].token68 = text.slice(numbers[at + 1] - base, numbers[at + 2] - base);
          break;
        case kinds.auth_param: {
          const raw = text.slice(numbers[at + 3] - base, numbers[at + 4] - base);
          params.push({
            name: text.slice(numbers[at + 1] - base, numbers[at + 2] - base),
            value: kind & flagQuotedPair ? withoutQuotedPairs(raw) : raw,
            quoted: (kind & flagQuotedString) !== 0,
          });
          break;
        }
        case kinds.end:
          return { challenges };
        default:
          return { code: codes[numbers[at + 1]], offset: numbers[at + 2] };
      }
    }
  }
}

/** Reads a field value: `{ ok: true, challenges }`, or `{ ok: false, error }`. */
export function parse(value, operation = 'challenges', options) {
  const number = pick(operations, operation, 'operation');
  const settings = settingsOf(options);
  const lines = linesOf(value);
  const of = started();
  const placed = put(of, lines, settings);
  let answer;
  if (placed.isOctets) {
    readStart(of, placed.tableAt, placed.count, number, settings);
    answer = readAll(of, placed, number === 2);
    if (answer.code === 'needs_join') {
      readJoined(of, placed, number, settings);
      answer = readAll(of, placed, number === 2);
    }
  }
  giveBack(of);
  if (answer === undefined) return { ok: false, error: notOctets(placed) };
  if (answer.code !== undefined) return { ok: false, error: failure(answer.code, answer.offset, placed) };
  const { challenges } = answer;
  if (number === 0) return { ok: true, challenges };
  return number === 1 ? { ok: true, credentials: challenges[0] } : { ok: true, params: challenges[0].params };
}

/** Whether a field value is valid: null, or what is wrong. Makes no objects of what is right. */
export function validate(value, operation = 'challenges', options) {
  const number = pick(operations, operation, 'operation');
  const settings = settingsOf(options);
  const lines = linesOf(value);
  const of = started();
  const placed = put(of, lines, settings);
  if (!placed.isOctets) {
    giveBack(of);
    return notOctets(placed);
  }
  const read = () => {
    of.exports.validate();
    const [kind, code, offset] = of.numbers.subarray(of.elements, of.elements + 3);
    return kind === kinds.end ? null : { code: codes[code], offset };
  };
  readStart(of, placed.tableAt, placed.count, number, settings);
  let wrong = read();
  if (wrong?.code === 'needs_join') {
    readJoined(of, placed, number, settings);
    wrong = read();
  }
  giveBack(of);
  return wrong && failure(wrong.code, wrong.offset, placed);
}

// What a valid value is cut into: calls `each` with the rule of the ABNF and the place where a part ends. Between the elements that
// the parser tells stand white space, "=", commas and DQUOTEs only.
function cutValid(of, placed, number, settings, each) {
  const { text } = placed;
  const { numbers, base, elements } = of;
  let at = 0;
  let before = 0;  // the kind of the element before
  const upTo = (rule, end) => {
    if (end > at) each(rule, at = end);
  };
  // What separates elements: after an auth-scheme whose challenge goes on the first white space is the SP of `challenge`.
  const separators = (end, goesOn) => {
    let space = before === kinds.auth_scheme && goesOn ? 'SP' : 'OWS';
    while (at < end) {
      let next = at;
      while (next < end && isOws(text.charCodeAt(next))) ++next;
      upTo(space, next);
      space = 'OWS';
      if (at < end) upTo(',', at + 1);
    }
  };
  const quoted = (end) => {
    upTo('DQUOTE', at + 1);
    while (at < end) {
      const pair = text.indexOf('\\', at);
      upTo('qdtext', pair < 0 || pair > end ? end : pair);
      if (at < end) upTo('quoted-pair', at + 2);
    }
    upTo('DQUOTE', end + 1);
  };
  for (;;) {
    const count = of.exports.read();
    for (let i = 0, from = elements; i < count; ++i, from += 5) {
      const kind = numbers[from] & kindMask;
      const isQuoted = (numbers[from] & flagQuotedString) !== 0;
      const [first, last, valueFirst, valueLast] = numbers.subarray(from + 1, from + 5).map((place) => place - base);
      if (kind === kinds.error) return false;
      if (kind === kinds.end) {
        separators(text.length, false);
        return true;
      }
      separators(first, kind !== kinds.auth_scheme);
      upTo(kind === kinds.auth_scheme ? 'auth-scheme' : kind === kinds.token68 ? 'token68' : 'name', last);
      if (kind === kinds.auth_param) {
        const equals = text.indexOf('=', at);
        upTo('BWS', equals);
        upTo('=', equals + 1);
        upTo('BWS', valueFirst - (isQuoted ? 1 : 0));
        if (isQuoted) quoted(valueLast);
        else upTo('value', valueLast);
      }
      before = kind;
    }
  }
}

// One of these makes a valid value of everything that can be the beginning of one. White space at its end is trimmed off where
// nothing follows, so that this comes last.
const completions = ['a', '"', 'a"', '=a', '="a"', '"a"', 'a=a', ',a', ',a=a', ''];

/**
 * The field lines, cut into the parts of the ABNF, such as to colour them: a list for each line. What stands before an error is cut
 * as it is where the value is completed; the rest of it has the rule null.
 */
export function parts(value, operation = 'challenges', options) {
  const number = pick(operations, operation, 'operation');
  const lines = linesOf(value);
  const error = validate(lines, operation, options);
  const of = started();
  const joined = lines.map(withoutOws).join(', ');
  const right = error === null ? joined.length : error.offset;
  const { sender } = settingsOf(options);
  const unbounded = { sender, maxLength: greatestLength, maxChallenges: unlimited, maxAuthParams: unlimited, maxEmptyElements: unlimited };
  const found = [];
  for (const completion of error === null ? [''] : completions) {
    const placed = put(of, [joined.slice(0, right) + completion], unbounded);
    readStart(of, placed.tableAt, placed.count, number, unbounded);
    found.length = 0;
    if (cutValid(of, placed, number, unbounded, (rule, last) => found.push({ rule, last }))) break;
  }
  found.push({ rule: 'OWS', last: right });
  giveBack(of);

  let start = 0;  // of the line, in the combined value
  return lines.map((line) => {
    const { length } = withoutOws(line);
    const leading = length ? line.search(/[^ \t]/) : line.length;
    const cut = [];
    const add = (rule, first, last) => {
      if (last > first) cut.push({ rule, first, last });
    };
    add('OWS', 0, leading);
    const end = Math.min(start + length, right);
    let first = start;
    for (const part of found) {
      const last = Math.min(part.last, end);
      add(part.rule, leading + first - start, leading + last - start);
      first = Math.max(first, last);
    }
    add(null, leading + Math.max(first - start, 0), leading + length);
    add('OWS', leading + length, line.length);
    start += length + 2;
    return cut;
  });
}

function orThrow(result) {
  if (result.ok) return result;
  throw new FieldError(result.error);
}

/** The challenges of WWW-Authenticate or Proxy-Authenticate. Throws FieldError. */
export function parseChallenges(value, options) {
  return orThrow(parse(value, 'challenges', options)).challenges;
}

/** The credentials of Authorization or Proxy-Authorization. Throws FieldError. */
export function parseCredentials(value, options) {
  return orThrow(parse(value, 'credentials', options)).credentials;
}

/** The auth-params of Authentication-Info or Proxy-Authentication-Info. Throws FieldError. */
export function parseAuthInfo(value, options) {
  return orThrow(parse(value, 'auth-info', options)).params;
}

// The structure as a list of calls, so that nobody's getter runs between them. `path` says where a refusal is.
function callsFor(structure, operation) {
  const calls = [];
  const octets = (value, path) => {
    if (typeof value === 'string') return value;
    if (value instanceof Uint8Array) return fromOctets(value);
    throw new TypeError(`${path} is ${show(value)}; it has to be a string or a Uint8Array`);
  };
  const list = (value, path) => {
    if (Array.isArray(value)) return value;
    throw new TypeError(`${path} is ${show(value)}; it has to be a list`);
  };
  const param = (one, path) => {
    const form = one?.quoted === undefined ? quoting.automatic : one.quoted ? quoting.quoted : quoting.token;
    calls.push({ write: 'param', path, texts: [octets(one?.name, `${path}.name`), octets(one?.value, `${path}.value`)], form });
  };
  const challenge = (one, path) => {
    calls.push({ write: 'challenge', path: `${path}.scheme`, texts: [octets(one?.scheme, `${path}.scheme`)] });
    const token68 = one.token68 ?? null;
    if (token68 !== null) calls.push({ write: 'token68', path: `${path}.token68`, texts: [octets(token68, `${path}.token68`)] });
    list(one.params ?? [], `${path}.params`).forEach((each, i) => param(each, `${path}.params[${i}]`));
  };
  if (operation === 'challenges') list(structure, 'challenges').forEach((each, i) => challenge(each, `challenges[${i}]`));
  else if (operation === 'credentials') challenge(structure, 'credentials');
  else list(structure, 'params').forEach((each, i) => param(each, `params[${i}]`));
  return calls;
}

const refusalOf = { challenge: 'invalid_auth_scheme', token68: 'invalid_token68', param: 'invalid_auth_param_value' };

/**
 * Writes a field value: in grammar `sender`, and it parses to what was asked for. Throws FieldError where the grammar cannot
 * represent it: no string of a caller's begins another parameter, challenge or line.
 */
export function serialize(structure, operation = 'challenges', options) {
  const number = pick(operations, operation, 'operation');
  const settings = settingsOf(options);
  const calls = callsFor(structure, operation);
  const refuse = (code, path) => {
    throw new FieldError({ code, path, isLimit: code.startsWith('limit_'), message: `${path}: ${words[code]}` });
  };

  // Every octet may need a backslash, every value DQUOTEs, and each call separators.
  let size = 0;
  let longest = 0;
  for (const { texts, path } of calls) {
    const own = texts.reduce((sum, text) => sum + text.length, 0);
    if (own > settings.maxLength) refuse('limit_length', path);
    size += 2 * own + 5;
    longest = Math.max(longest, own);
  }
  const outSize = Math.min(size, settings.maxLength);

  const of = started();
  reserve(of, outSize + longest);
  const { octets, base, exports } = of;
  try {
    exports.write_start(base, outSize, number, settings.maxLength, settings.maxChallenges, settings.maxAuthParams);
    for (const { write, path, texts, form } of calls) {
      let at = base + outSize;
      const places = [];
      for (const [i, text] of texts.entries()) {
        places.push(at, text.length);
        for (let k = 0; k < text.length; ++k) {
          const unit = text.charCodeAt(k);
          if (unit > 0xff) refuse(write === 'param' && i === 0 ? 'invalid_auth_param_name' : refusalOf[write], path);
          octets[at++] = unit;
        }
      }
      const code = exports[`write_${write}`](...places, form);
      if (code !== 0) refuse(codes[code], path);
    }
    const code = exports.write_finish();
    if (code !== 0) refuse(codes[code], operation);
    const written = of.numbers[of.elements + 1];
    return fromOctets(octets.subarray(base, base + written));
  } finally {
    giveBack(of);
  }
}

function lower(token) {
  return token.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Whether two tokens are equal but for the case of ASCII letters: how auth-schemes and names of auth-params compare. */
export function equalsIgnoreCase(a, b) {
  return a === b || (a.length === b.length && lower(a) === lower(b));
}

/** The value of the first auth-param with that name, or undefined. Takes a challenge, credentials, or a list of auth-params. */
export function find(of, name) {
  for (const param of Array.isArray(of) ? of : of.params) if (equalsIgnoreCase(param.name, name)) return param.value;
  return undefined;
}

/** The challenge whose auth-scheme stands first in `preferred`, or undefined (RFC 9110, section 11.4). */
export function select(challenges, preferred) {
  for (const scheme of preferred) {
    for (const challenge of challenges) if (equalsIgnoreCase(challenge.scheme, scheme)) return challenge;
  }
  return undefined;
}

/** The names that stand more than once, in lower case: RFC 9110, section 11.2 forbids them; the grammar does not. */
export function repeatedNames(of) {
  const seen = new Set();
  const repeated = new Set();
  for (const { name } of Array.isArray(of) ? of : of.params) {
    const key = lower(name);
    (seen.has(key) ? repeated : seen).add(key);
  }
  return [...repeated];
}
