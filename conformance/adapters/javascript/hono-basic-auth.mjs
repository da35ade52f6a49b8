// Hono: the user-id and password that its middleware basicAuth hands to verifyUser, for a request as fetch has them.
import { basicCredentials, npm, Reject, serve, Unsupported } from './protocol.mjs';

const { all: { Hono }, version } = await npm('hono');
const { all: { basicAuth } } = await npm('hono', 'dist/middleware/basic-auth/index.js');
let found;
const app = new Hono();
app.use(basicAuth({ verifyUser: (user, password) => { found = [user, password]; return true; } }));
app.get('/', (context) => context.text(''));

await serve({
  name: 'Hono (basic-auth)', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'all', only_schemes: ['Basic'], octets: 'latin1' },
  homepage: 'https://hono.dev/', issues: 'https://github.com/honojs/hono/issues', license: 'MIT',
  async parse(operation, lines) {
    found = undefined;
    let request;
    try {
      request = new Request('http://resource.test/', { headers: lines.map((line) => ['authorization', line]) });
    } catch (error) {
      throw new Unsupported(`fetch refuses the value: ${error.message}`);
    }
    const { status } = await app.fetch(request);
    if (!found) throw new Reject(String(status));
    return basicCredentials(...found, lines[0]);
  },
});
