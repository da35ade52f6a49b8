// conformance/PROTOCOL.md, section 4 says what each member means. A string with a field value has one code unit for each octet.

export type Operation = 'challenges' | 'credentials' | 'auth-info';

export interface AuthParam {
  readonly name: string;
  readonly value: string;
  readonly quoted?: boolean;
}

export interface Challenge {
  readonly scheme: string;
  readonly token68: string | null;
  readonly params: readonly AuthParam[];
}

export type Result =
  | { readonly challenges: readonly Challenge[] }
  | { readonly credentials: Challenge }
  | { readonly params: readonly AuthParam[] };

export type Reference =
  | { readonly rfc: number; readonly section: string; readonly level: Level }
  | { readonly doc: string; readonly section?: string; readonly level: Level };
export type Level = 'must' | 'should' | 'may' | 'prose' | 'note';

interface CaseMembers {
  /** Unique and for ever. */
  readonly id: string;
  readonly since: string;
  readonly changed?: string;
  readonly title: string;
  readonly operation: Operation;
  readonly field?: string;
  readonly layer?: 'grammar' | 'scheme' | 'message';
  readonly requirements: readonly string[];
  readonly refs: readonly Reference[];
  readonly flags?: readonly string[];
  readonly note?: string;
}

interface ParseMembers extends CaseMembers {
  readonly lines: readonly string[];
  readonly generate: 'valid' | 'must-not' | 'should-not';
  /** Schemes, names or `name=value` that stand only inside quoted-strings: a result that holds one is smuggled. */
  readonly decoys?: readonly string[];
  readonly findings?: readonly { readonly rule: string; readonly level: 'must' | 'should'; readonly range: readonly [number, number] }[];
  readonly answers?: readonly string[];
}

export interface Alternative {
  readonly name: string;
  readonly expect?: Result;
}

/** In the grammar of recipients, with the result `expect`. */
export interface MustAccept extends ParseMembers {
  readonly parse: 'must-accept';
  readonly expect: Result;
}
/** Not in the grammar from `offset` on; a recipient may recover (RFC 9110, section 2.4). */
export interface MayAccept extends ParseMembers {
  readonly parse: 'may-accept';
  readonly offset: number;
  readonly alternatives?: readonly Alternative[];
}
/** Holds CR, LF or NUL; `expect` is the result with each as one SP. */
export interface MustNotPass extends ParseMembers {
  readonly parse: 'must-not-pass';
  readonly expect: Result | null;
  readonly offset: number;
}
/** Left open by the RFC: one of `alternatives`. */
export interface ImplementationDefined extends ParseMembers {
  readonly parse: 'implementation-defined';
  readonly alternatives: readonly Alternative[];
}
/** Time has to grow in proportion to the repeats. */
export interface CostCase extends CaseMembers {
  readonly cost: { readonly prefix: string; readonly repeat: string; readonly suffix: string };
}
/** A structure for a writer, with what the reference writes, or to be refused. */
export interface SerializeCase extends CaseMembers {
  readonly serialize: Result;
  readonly octets?: string;
  readonly refuse?: true;
}

export type ParseCase = MustAccept | MayAccept | MustNotPass | ImplementationDefined;
export type Case = ParseCase | CostCase | SerializeCase;

export interface Requirement {
  readonly id: string;
  readonly statement: string;
  readonly level: string;
  readonly who: string;
  readonly sections: readonly { readonly rfc: number; readonly section: string }[];
  readonly [member: string]: unknown;
}

export interface Suite {
  readonly suite: 'gauntlet';
  readonly format: 1;
  readonly version: string;
  readonly license: 'CC0-1.0';
  readonly cases: readonly Case[];
  readonly requirements: readonly Requirement[];
  /** What each flag of a case means. */
  readonly flags: { readonly [flag: string]: { readonly risk: string; readonly about: string; readonly effect: string } };
  /** Each auth-scheme as in suite/schemes, by the name of its file. */
  readonly schemes: { readonly [scheme: string]: { readonly [member: string]: unknown } };
}

/** All of it. Read once; every caller gets the same object. */
export function loadSuite(): Promise<Suite>;

/** The cases for which `keep` answers true. */
export function cases<C extends Case>(keep: (one: Case) => one is C): Promise<C[]>;
export function cases(keep?: (one: Case) => boolean): Promise<Case[]>;
