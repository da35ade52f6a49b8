// Hono: its middleware basicAuth, in an application that its server for Node runs.
import { announce, challenge, npm } from './protocol.mjs';

const { Hono } = await npm('hono');
const { basicAuth } = await npm('hono/basic-auth');
const { serve } = await npm('@hono/node-server');
const sees = { user_pass: 'utf-8', decodes: 'utf-8' };

const app = new Hono();
app.onError((error, context) => context.json(null));
app.use(basicAuth({
  verifyUser(username, password, context) {
    context.set('seen', [challenge('Basic', { username, password })]);
    return true;
  },
}));
app.get('/', (context) => context.json(context.get('seen')));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => announce(sees, port));
