// www-authenticate: its parsers of WWW-Authenticate and Authentication-Info.
import { challenge, missing, npm, parameters, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('www-authenticate');
const parsers = library.parsers ?? (await npm('www-authenticate', 'lib/parsers.js')).library;
if (typeof parsers?.WWW_Authenticate !== 'function') await missing('www-authenticate: no parsers');

await serve({
  name: 'www-authenticate', version, operations: ['challenges', 'auth-info'],
  observes: { params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first', octets: 'latin1' },
  homepage: 'https://github.com/randymized/www-authenticate',
  issues: 'https://github.com/randymized/www-authenticate/issues', license: 'MIT',
  parse(operation, [value]) {
    const found = operation === 'auth-info' ? new parsers.Authentication_Info(value) : new parsers.WWW_Authenticate(value);
    if (found.err) throw new Reject(found.err);
    return operation === 'auth-info' ? parameters(found.parms) : [challenge(found.scheme, found.parms)];
  },
});
