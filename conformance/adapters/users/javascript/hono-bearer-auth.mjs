// Hono: its middleware bearerAuth, in an application that its server for Node runs.
import { announce, challenge, npm } from './protocol.mjs';

const { Hono } = await npm('hono');
const { bearerAuth } = await npm('hono/bearer-auth');
const { serve } = await npm('@hono/node-server');

const app = new Hono();
app.onError((error, context) => context.json(null));
app.use(bearerAuth({
  verifyToken(token, context) {
    context.set('seen', [challenge('Bearer', {}, token)]);
    return true;
  },
}));
app.get('/', (context) => context.json(context.get('seen')));
serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => announce({}, port));
