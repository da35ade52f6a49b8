// @fastify/basic-auth, in a Fastify application.
import { announce, challenge, npm } from './protocol.mjs';

const { fastify } = await npm('fastify');
const basicAuth = (await npm('@fastify/basic-auth')).default;

const app = fastify();
app.decorateRequest('seen', null);
app.setErrorHandler((error, request, reply) => reply.send('null'));
await app.register(basicAuth, {
  validate(username, password, request, reply, done) {
    request.seen = [challenge('Basic', { username, password })];
    done();
  },
});
app.get('/', { onRequest: app.basicAuth }, (request, reply) => reply.send(JSON.stringify(request.seen)));
await app.listen({ host: '127.0.0.1', port: 0 });
announce({ user_pass: 'utf-8', decodes: 'utf-8' }, app.server.address().port);
