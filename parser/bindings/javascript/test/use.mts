import { FieldError, find, init, parse, parseChallenges, serialize, validate } from 'gauntlet-http-auth';
import type { Challenge, Failure, Parsed } from 'gauntlet-http-auth';
import { cases, loadSuite } from 'gauntlet-http-auth/suite';
import type { Case, MustAccept } from 'gauntlet-http-auth/suite';

declare const console: { log(...what: unknown[]): void };

const read = parse('Basic realm="simple"');
// @ts-expect-error: not before `ok` was looked at
read.challenges;
if (read.ok) {
  const first: Challenge | undefined = read.challenges[0];
  if (first) console.log(find(first, 'realm'));
  // @ts-expect-error: a reading is not changed
  read.challenges.push;
}

const credentials: Parsed<'credentials'> = parse(new Uint8Array([65]), 'credentials', { grammar: 'sender', maxLength: 10 });
if (credentials.ok) {
  const scheme: string = credentials.credentials.scheme;
  // @ts-expect-error: credentials are one
  credentials.challenges;
  if (scheme === '') throw new Error('empty');
} else if (credentials.error.code === 'limit_length') {
  throw new Error(credentials.error.message);
}
const info = parse([], 'auth-info');
if (info.ok && info.params.length) throw new Error('something of nothing');

// Compiled, not called.
export function refused(failure: Failure): void {
  // @ts-expect-error: no such operation
  parse('', 'challenge');
  // @ts-expect-error: no such option
  parse('', 'challenges', { strict: true });
  // @ts-expect-error: no such code
  if (failure.code === 'expected_colon') return;
  // @ts-expect-error: credentials are no list
  serialize([], 'credentials');
}

const wrong = validate('Basic realm=x y');
if (wrong !== null) console.log(wrong.code, wrong.offset);

try {
  const challenges: readonly Challenge[] = parseChallenges(null);
  if (challenges.length) throw new Error('something of nothing');
  console.log(serialize([{ scheme: 'Basic', params: [{ name: 'realm', value: 'simple' }] }]));
  serialize({ scheme: 'Bearer', token68: 'abc' }, 'credentials');
  serialize([{ name: 'a', value: new Uint8Array(1).fill(65), quoted: true }], 'auth-info');
} catch (error) {
  throw error instanceof FieldError ? new Error(`${error.code} ${error.path}`) : error;
}

export async function more(): Promise<MustAccept[]> {
  await init();
  // @ts-expect-error: no module
  await init(7);
  const suite = await loadSuite();
  const first: Case | undefined = suite.cases[0];
  if (first && 'parse' in first && first.parse === 'may-accept') console.log(first.offset);
  return cases((one): one is MustAccept => 'parse' in one && one.parse === 'must-accept');
}
