// koa-basic-auth: the user-id and password that its middleware compares with its own. It says no more than yes or no, so the
// function of another package with which it compares (tsscmp) is replaced by one that shows what it gets.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { basicCredentials, missing, npm, Reject, serve, Unsupported } from './protocol.mjs';

let found = [];
try {
  const require = createRequire(join(process.argv[2], 'load.mjs'));
  require('tsscmp');
  require.cache[require.resolve('tsscmp')].exports = (own, compared) => found.push(compared);
} catch (error) {
  await missing(`koa-basic-auth: no comparison to be seen: ${error.message}`);
}
const { library: basicAuth, version } = await npm('koa-basic-auth');
const middleware = basicAuth({ name: 'user', pass: 'password' });

function read(value) {
  found = [];
  const request = { headers: { authorization: value } };
  middleware({ req: request, headers: request.headers, throw(status) { throw new Reject(String(status)); } }, () => {});
  return found;
}
if (read('Basic YTpi').join() !== 'a,b') await missing('koa-basic-auth: it compares in another way');

await serve({
  name: 'koa-basic-auth', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Basic'], octets: 'latin1' },
  homepage: 'https://github.com/koajs/basic-auth', issues: 'https://github.com/koajs/basic-auth/issues', license: 'MIT',
  parse(operation, [value]) {
    const [user, password] = read(value);
    if (!user || !password) throw new Unsupported('it compares no empty user-id or password');
    return basicCredentials(user, password, value);
  },
});
