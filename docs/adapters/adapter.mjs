// A complete adapter in JavaScript: run it with `gauntlet run -- node adapter.mjs`. Put your parser in the place of `myParser`.
import { createInterface } from 'node:readline';
import { writeSync } from 'node:fs';

const hello = {
  protocol: 1, implementation: { name: 'my-parser', version: '1.0', language: 'JavaScript' },
  operations: ['challenges'], observes: { lines: 'one', challenges: 'first', token68: false },
};

// The value is a string with a code unit for each octet, as Node's http and fetch have it.
function myParser(value) {
  const token = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
  const [, scheme, rest] = new RegExp(`^(${token})(?: +(.*))?$`).exec(value) ?? [];
  if (!scheme) return { outcome: 'reject', error: 'no scheme' };
  const params = [];
  const param = new RegExp(`(${token})=(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))(?: *, *|$)`, 'y');
  for (let end = 0; rest && end < rest.length; end = param.lastIndex) {
    const found = param.exec(rest);
    if (!found) return { outcome: 'reject', error: `no parameter at ${end}`, offset: value.length - rest.length + end };
    params.push({ name: found[1], value: found[3] ?? found[2].replace(/\\(.)/g, '$1') });
  }
  return { outcome: 'accept', challenges: [{ scheme, token68: null, params }] };
}

function answer({ cmd, seq, operation, lines }) {
  if (cmd === 'hello') return hello;
  if (operation !== 'challenges') return { seq, outcome: 'unsupported', reason: 'challenges only' };
  try {
    return { seq, ...myParser(lines[0] ?? '') };
  } catch (error) {
    return { seq, outcome: 'fault', error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const query = JSON.parse(line);
  if (query.cmd === 'stop') break;
  const ascii = JSON.stringify(answer(query)).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
  for (let rest = Buffer.from(ascii + '\n'); rest.length > 0;) rest = rest.subarray(writeSync(1, rest));
}
process.exit(0);
