/** Which field: WWW- and Proxy-Authenticate; Authorization and Proxy-Authorization; Authentication-Info and its Proxy- twin. */
export type Operation = 'challenges' | 'credentials' | 'auth-info';

/** A field value: a string with one code unit U+0000 to U+00FF for each octet, as fetch and Node give it, or the octets. */
export type FieldLine = string | Uint8Array;

/** One field line, or several of one name in their order; null or undefined for none, as `headers.get()` answers. */
export type FieldValue = FieldLine | readonly FieldLine[] | null | undefined;

export interface AuthParam {
  /** As it stands in the field; compare with `equalsIgnoreCase` or `find`. */
  readonly name: string;
  /** Without DQUOTEs and the backslashes of quoted-pairs. One code unit for each octet: see `decodeUtf8`, `toOctets`. */
  readonly value: string;
  /** Whether it was a quoted-string. Means nothing by itself (RFC 9110, section 11.2), but for checking a sender. */
  readonly quoted: boolean;
}

/** A challenge, or the credentials. `Foo` and `Foo ,` are the same: no token68 and no params. */
export interface Challenge {
  readonly scheme: string;
  readonly token68: string | null;
  readonly params: readonly AuthParam[];
}

/** Why a value is not valid. */
export type GrammarErrorCode =
  | 'expected_auth_scheme' | 'expected_auth_param' | 'expected_auth_scheme_or_auth_param' | 'expected_token68_or_auth_param'
  | 'expected_equals' | 'expected_equals_or_comma' | 'expected_param_value' | 'expected_quoted_string' | 'expected_sp'
  | 'expected_comma' | 'expected_end' | 'unterminated_quoted_string' | 'invalid_qdtext' | 'invalid_quoted_pair'
  | 'bws_forbidden' | 'empty_element' | 'not_an_octet';

/** A limit was reached: the value may be valid. */
export type LimitCode = 'limit_length' | 'limit_challenges' | 'limit_auth_params' | 'limit_empty_elements';

/** Why nothing is written. */
export type RefusalCode =
  | 'invalid_auth_scheme' | 'invalid_token68' | 'invalid_auth_param_name' | 'invalid_auth_param_value' | 'expected_token'
  | 'expected_quoted_string' | 'unexpected_auth_scheme' | 'unexpected_token68' | 'unexpected_auth_param' | 'repeated_auth_param';

export interface Failure {
  readonly code: GrammarErrorCode | LimitCode;
  /** Of the combined value: the octets before it can be completed to a valid one, with the octet there they cannot. */
  readonly offset: number;
  /** The same place in the field lines as they were given: the index of the line, and the offset in it. */
  readonly line: number;
  readonly lineOffset: number;
  readonly isLimit: boolean;
  /** For people. Holds at most one octet of the value. */
  readonly message: string;
}

/** What `parse` answers for each operation. */
export interface Results {
  'challenges': { readonly ok: true; readonly challenges: readonly Challenge[] };
  'credentials': { readonly ok: true; readonly credentials: Challenge };
  'auth-info': { readonly ok: true; readonly params: readonly AuthParam[] };
}

export type Parsed<O extends Operation = 'challenges'> = Results[O] | { readonly ok: false; readonly error: Failure };

export interface Limits {
  /** Octets of the combined value: 65536 without it, 16777216 at most. */
  maxLength?: number;
  /** 64 without it; Infinity for none, as for the next two. */
  maxChallenges?: number;
  /** Of one challenge, the credentials or the auth-info. */
  maxAuthParams?: number;
  /** In a row. */
  maxEmptyElements?: number;
}

export interface Options extends Limits {
  /** What a recipient has to accept (without it), or the narrower form that a sender may generate: for checks of one's own output. */
  grammar?: 'recipient' | 'sender';
}

/** What `serialize` takes for an auth-param. */
export interface AuthParamToWrite {
  readonly name: string | Uint8Array;
  /** What the recipient is to get: it is escaped by the writer. */
  readonly value: string | Uint8Array;
  /** true asks for a quoted-string, false for a token; without it a token is written where that is possible. */
  readonly quoted?: boolean | undefined;
}

export interface ChallengeToWrite {
  readonly scheme: string | Uint8Array;
  readonly token68?: string | Uint8Array | null | undefined;
  readonly params?: readonly AuthParamToWrite[] | undefined;
}

export interface Structures {
  'challenges': readonly ChallengeToWrite[];
  'credentials': ChallengeToWrite;
  'auth-info': readonly AuthParamToWrite[];
}

/**
 * Thrown by `parseChallenges`, `parseCredentials`, `parseAuthInfo` with the members of a `Failure`, and by `serialize` with `path`.
 */
export class FieldError extends Error {
  readonly name: 'FieldError';
  readonly code: GrammarErrorCode | LimitCode | RefusalCode;
  readonly isLimit: boolean;
  readonly offset?: number;
  readonly line?: number;
  readonly lineOffset?: number;
  /** Of `serialize`: which part of the structure was refused, such as "challenges[0].params[1]". */
  readonly path?: string;
}

/** The version of the package. */
export const version: string;

/**
 * Reads a field value. Throws a TypeError or RangeError for a call that says nothing meaningful, never because of what a value holds.
 *
 *     const read = parse(response.headers.get('www-authenticate'));
 *     if (read.ok) for (const { scheme, params } of read.challenges) ...
 *     else console.warn(read.error.message);
 */
export function parse<O extends Operation = 'challenges'>(value: FieldValue, operation?: O, options?: Options): Parsed<O>;

/** null for a valid value, or what is wrong. Cheaper than `parse`. */
export function validate(value: FieldValue, operation?: Operation, options?: Options): Failure | null;

/** A rule of the ABNF; `name` and `value` are the tokens of an auth-param, null is what stands after an error. */
export type Rule =
  | 'auth-scheme' | 'token68' | 'name' | 'value' | 'DQUOTE' | 'qdtext' | 'quoted-pair' | '=' | ',' | 'SP' | 'BWS' | 'OWS' | null;

/** The code units `first` to `last`, without that one, of a field line. */
export interface Part {
  readonly rule: Rule;
  readonly first: number;
  readonly last: number;
}

/**
 * The field lines, cut into the parts of the ABNF, such as to colour them: a list for each line, which leaves nothing out. What stands
 * before an error is cut, too.
 */
export function parts(value: FieldValue, operation?: Operation, options?: Options): readonly (readonly Part[])[];

/** The challenges of a valid value. Throws FieldError. */
export function parseChallenges(value: FieldValue, options?: Options): readonly Challenge[];
/** The credentials of a valid value. Throws FieldError. */
export function parseCredentials(value: FieldValue, options?: Options): Challenge;
/** The auth-params of a valid value. Throws FieldError. */
export function parseAuthInfo(value: FieldValue, options?: Options): readonly AuthParam[];

/**
 * Writes a field value that parses to `structure`, one code unit for each octet. Throws FieldError where the grammar cannot represent it.
 *
 *     serialize([{ scheme: 'Basic', params: [{ name: 'realm', value: 'say "hi"' }] }]);  // Basic realm="say \"hi\""
 */
export function serialize<O extends Operation = 'challenges'>(structure: Structures[O], operation?: O, options?: Limits): string;

/** The value of the first auth-param with that name, ASCII case aside. */
export function find(of: { readonly params: readonly AuthParam[] } | readonly AuthParam[], name: string): string | undefined;

/** The challenge whose auth-scheme stands first in `preferred`, ASCII case aside. */
export function select<C extends { readonly scheme: string }>(challenges: readonly C[], preferred: readonly string[]): C | undefined;

/** The names that stand more than once, in lower case. RFC 9110, section 11.2 forbids that; the grammar does not. */
export function repeatedNames(of: { readonly params: readonly AuthParam[] } | readonly AuthParam[]): string[];

/** How auth-schemes and the names of auth-params compare. */
export function equalsIgnoreCase(a: string, b: string): boolean;

/** The octets that a string of this package stands for. RangeError for a code unit above U+00FF. */
export function toOctets(text: string): Uint8Array;
/** The string that stands for octets. */
export function fromOctets(octets: Uint8Array): string;
/** The string that stands for the octets of a text in UTF-8. */
export function encodeUtf8(text: string): string;
/** The text whose octets in UTF-8 a string stands for; undefined where they are not UTF-8. */
export function decodeUtf8(value: string): string | undefined;

/**
 * Compiles without holding up the thread, or takes `gauntlet-http-auth/gauntlet.wasm` where a platform compiles it by itself. Not
 * needed elsewhere: the first call does it.
 */
export function init(module?: WebAssemblyModule): Promise<void>;

/** A WebAssembly.Module, also where the library of types has none. */
export type WebAssemblyModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer M } } } ? M & object : object;
