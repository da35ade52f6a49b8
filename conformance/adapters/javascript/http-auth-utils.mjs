// http-auth-utils: parseWWWAuthenticateHeader and parseAuthorizationHeader, with the mechanisms it brings along. The second
// argument says which: they show different things, so each is an implementation of its own.
import { challenge, npm, Reject, serve } from './protocol.mjs';

const { all, version } = await npm('http-auth-utils');
const credentials = process.argv[3] === 'credentials';
const schemes = all.mechanisms.map((mechanism) => mechanism.type);

await serve({
  name: 'http-auth-utils', version, operations: [credentials ? 'credentials' : 'challenges'],
  observes: {
    name_case: 'lower', params: 'map', duplicates: 'last', token68: credentials, lines: 'one', challenges: 'first',
    only_schemes: schemes, octets: 'latin1',
  },
  homepage: 'https://github.com/nfroidure/http-auth-utils', issues: 'https://github.com/nfroidure/http-auth-utils/issues',
  license: 'MIT',
  parse(operation, [value]) {
    let found;
    try {
      found = credentials ? all.parseAuthorizationHeader(value) : all.parseWWWAuthenticateHeader(value);
    } catch (error) {
      if (!/^E_/.test(error.code ?? '')) throw error;
      throw new Reject(error.code);
    }
    if (!credentials) return [challenge(found.type, found.data)];
    return 'hash' in found.data ? challenge(found.type, [], found.data.hash) : challenge(found.type, found.data);
  },
});
