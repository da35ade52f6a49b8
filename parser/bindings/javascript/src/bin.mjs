#!/usr/bin/env node
// The command: npx gauntlet-http-auth parse 'Basic realm="simple"'
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FieldError, encodeUtf8, parse, serialize, validate, version } from './index.mjs';

const usage = `Reads and writes the HTTP authentication fields (RFC 9110, section 11)

  gauntlet-http-auth parse 'Basic realm="simple", Negotiate'
  gauntlet-http-auth parse --operation credentials --json 'Bearer abc=='
  gauntlet-http-auth validate --grammar sender 'Basic realm=simple'
  gauntlet-http-auth serialize '[{"scheme": "Basic", "params": [{"name": "realm", "value": "simple"}]}]'

Each VALUE is one field line, and all of them are one value (RFC 9110, section 5.3); without any, standard input is read, a field
line each line. A VALUE that begins with a hyphen comes after --. serialize takes one structure, as parse --json shows it.

  --operation NAME   challenges, credentials or auth-info (default: challenges)
  --grammar NAME     recipient or sender (default: recipient)
  --json             for programs: one JSON document, one code unit for each octet
  --version          print the version
  -h, --help         print this

Exit status: 0 valid, 1 not valid, 2 the command is not understood.
`;

function misuse(message) {
  process.stderr.write(`gauntlet-http-auth: ${message} (--help shows the usage)\n`);
  process.exit(2);
}

function understood() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        operation: { type: 'string', default: 'challenges' }, grammar: { type: 'string', default: 'recipient' },
        json: { type: 'boolean' }, version: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    return misuse(error.message);
  }
}

// What no terminal shows, and what would move its cursor.
const printable = (text) => text.replace(/[^ -~]/g, (unit) => '\\x' + unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0'));
const json = (value) => JSON.stringify(value).replace(/[\x7f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));
const say = (text) => process.stdout.write(text + '\n');

function showFailure(lines, error) {
  say(`invalid at octet ${error.offset} (${error.code})`);
  const line = lines[error.line] ?? '';
  const half = 48;
  let before = printable(line.slice(Math.max(0, error.lineOffset - half), error.lineOffset));
  if (error.lineOffset > half) before = '...' + before;
  const rest = line.slice(error.lineOffset);
  say(before + printable(rest.slice(0, half)) + (rest.length > half ? '...' : ''));
  say(' '.repeat(before.length) + '^ ' + error.message);
}

function showParams(params, indent) {
  for (const { name, value } of params) say(`${indent}${name} = ${printable(value)}`);
}

function showReading(read) {
  if (read.params) return showParams(read.params, '');
  for (const { scheme, token68, params } of read.challenges ?? [read.credentials]) {
    say(token68 === null ? scheme : `${scheme} ${token68}`);
    showParams(params, '  ');
  }
}

function main() {
  const { values: { operation, grammar, json: asJson, ...values }, positionals: [command, ...rest] } = understood();
  if (values.help) return void process.stdout.write(usage);
  if (values.version) return void say(version);
  if (!['parse', 'validate', 'serialize'].includes(command)) {
    misuse(command === undefined ? 'say parse, validate or serialize' : `there is no command ${command}; say parse, validate or serialize`);
  }

  // What a shell passes on is text: its octets are those of UTF-8. Of standard input the octets are taken as they are.
  const given = rest.length ? rest.map(encodeUtf8) : null;
  const input = () => readFileSync(0, 'latin1');
  try {
    if (command === 'serialize') {
      if (rest.length > 1) misuse('serialize takes one structure');
      const written = serialize(JSON.parse(rest.length ? rest[0] : readFileSync(0, 'utf8')), operation);
      if (asJson) say(json(written));
      else process.stdout.write(Buffer.from(written + '\n', 'latin1'));
      return;
    }
    const lines = given ?? input().replace(/\r?\n$/, '').split(/\r?\n/);
    const options = { grammar };
    const read = command === 'parse' ? parse(lines, operation, options) : validate(lines, operation, options);
    const error = command === 'parse' ? read.error : read;
    if (asJson) say(json(command === 'parse' ? read : { ok: !error, ...(error && { error }) }));
    else if (error) showFailure(lines, error);
    else if (command === 'validate') say('valid');
    else showReading(read);
    process.exitCode = error ? 1 : 0;
  } catch (error) {
    if (error instanceof FieldError) {
      process.stderr.write(`${error.code}: ${error.message}\n`);
      process.exitCode = 1;
    } else if (error instanceof TypeError || error instanceof SyntaxError) {
      misuse(error.message);
    } else {
      throw error;
    }
  }
}

main();
