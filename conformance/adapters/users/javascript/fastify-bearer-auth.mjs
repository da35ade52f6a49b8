// @fastify/bearer-auth, in a Fastify application.
import { announce, challenge, npm } from './protocol.mjs';

const { fastify } = await npm('fastify');
const bearerAuth = (await npm('@fastify/bearer-auth')).default;

const app = fastify();
app.decorateRequest('seen', null);
await app.register(bearerAuth, {
  auth(token, request) {
    request.seen = [challenge('Bearer', {}, token)];
    return true;
  },
  errorResponse: () => 'null',
});
app.get('/', (request, reply) => reply.send(JSON.stringify(request.seen)));
await app.listen({ host: '127.0.0.1', port: 0 });
announce({}, app.server.address().port);
