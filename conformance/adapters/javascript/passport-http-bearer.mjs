// passport-http-bearer: the token that its Strategy hands to the check of a request.
import { challenge, npm, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('passport-http-bearer');
let found;
const strategy = new library.Strategy((token) => { found = token; });
let refusal;
strategy.fail = (why) => { refusal = new Reject(typeof why === 'number' ? String(why) : 'a challenge'); };

await serve({
  name: 'passport-http-bearer', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Bearer'], octets: 'latin1' },
  homepage: 'https://www.passportjs.org/packages/passport-http-bearer/',
  issues: 'https://github.com/jaredhanson/passport-http-bearer/issues', license: 'MIT',
  parse(operation, [value]) {
    found = refusal = undefined;
    strategy.authenticate({ headers: { authorization: value } });
    if (found === undefined) throw refusal;
    return challenge('Bearer', [], found);
  },
});
