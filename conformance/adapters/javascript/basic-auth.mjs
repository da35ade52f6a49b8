// basic-auth: parse, for Authorization fields.
import { basicCredentials, npm, onlyUserPass, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('basic-auth');

await serve({
  name: 'basic-auth', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'one', only_schemes: ['Basic'], octets: 'latin1' },
  homepage: 'https://github.com/jshttp/basic-auth', issues: 'https://github.com/jshttp/basic-auth/issues', license: 'MIT',
  parse(operation, [value]) {
    onlyUserPass(value);
    const found = library.parse(value);
    if (!found) throw new Reject('undefined');
    return basicCredentials(found.name, found.pass);
  },
});
