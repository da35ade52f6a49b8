// Hono: the token that its middleware bearerAuth hands to verifyToken, for a request as fetch has them.
import { challenge, npm, Reject, serve, Unsupported } from './protocol.mjs';

const { all: { Hono }, version } = await npm('hono');
const { all: { bearerAuth } } = await npm('hono', 'dist/middleware/bearer-auth/index.js');
let found;
const app = new Hono();
app.use(bearerAuth({ verifyToken: (token) => { found = token; return true; } }));
app.get('/', (context) => context.text(''));

await serve({
  name: 'Hono (bearer-auth)', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'all', only_schemes: ['Bearer'], octets: 'latin1' },
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
    if (found === undefined) throw new Reject(String(status));
    return challenge('Bearer', [], found);
  },
});
