// basic-auth: what it reads in a request, whose headers have the first Authorization line only.
import { basicCredentials, npm, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('basic-auth');

await serve({
  name: 'basic-auth', version, operations: ['credentials'],
  observes: {
    scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Basic'], octets: 'latin1',
  },
  homepage: 'https://github.com/jshttp/basic-auth', issues: 'https://github.com/jshttp/basic-auth/issues', license: 'MIT',
  parse(operation, [value]) {
    const found = library({ headers: { authorization: value } });
    if (!found) throw new Reject('undefined');
    return basicCredentials(found.name, found.pass, value);
  },
});
