// http-auth: parseAuthorization of its Digest, which gets the first Authorization line of a request.
import { challenge, missing, npm, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('http-auth');
const digest = library.digest({ realm: 'realm' }, () => {});
if (typeof digest.parseAuthorization !== 'function') await missing('http-auth: no parseAuthorization');

await serve({
  name: 'http-auth (Digest)', version, operations: ['credentials'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'first', only_schemes: ['Digest'],
    octets: 'latin1',
  },
  homepage: 'https://github.com/http-auth/http-auth', issues: 'https://github.com/http-auth/http-auth/issues', license: 'MIT',
  parse(operation, [value]) {
    const found = digest.parseAuthorization(value);
    if (!found) throw new Reject('undefined');
    return challenge('Digest', found);
  },
});
