// express-basic-auth: the user-id and password that its middleware hands to the authorizer.
import { basicCredentials, npm, Reject, serve } from './protocol.mjs';

const { library: basicAuth, version } = await npm('express-basic-auth');
let found;
const middleware = basicAuth({ authorizer: (user, password) => { found = [user, password]; return true; } });

await serve({
  name: 'express-basic-auth', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Basic'], octets: 'latin1' },
  homepage: 'https://github.com/LionC/express-basic-auth',
  issues: 'https://github.com/LionC/express-basic-auth/issues', license: 'MIT',
  parse(operation, [value]) {
    found = undefined;
    let status;
    const response = { status(code) { status = code; return response; }, send() {} };
    middleware({ headers: { authorization: value } }, response, () => {});
    if (!found) throw new Reject(String(status));
    return basicCredentials(...found, value);
  },
});
