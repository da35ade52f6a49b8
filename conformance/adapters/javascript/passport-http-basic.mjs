// passport-http: the user-id and password that its BasicStrategy hands to the check of a request.
import { basicCredentials, npm, Reject, serve } from './protocol.mjs';

const { all: { BasicStrategy }, version } = await npm('passport-http');
let found;
const strategy = new BasicStrategy((user, password) => { found = [user, password]; });
let refusal;
strategy.fail = (why) => { refusal = new Reject(typeof why === 'number' ? String(why) : 'a challenge'); };

await serve({
  name: 'passport-http (Basic)', version, operations: ['credentials'],
  observes: {
    scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Basic'], octets: 'latin1',
  },
  homepage: 'https://github.com/jaredhanson/passport-http',
  issues: 'https://github.com/jaredhanson/passport-http/issues', license: 'MIT',
  parse(operation, [value]) {
    found = refusal = undefined;
    strategy.authenticate({ headers: { authorization: value } });
    if (!found) throw refusal;
    return basicCredentials(...found, value);
  },
});
