// @fastify/basic-auth: the user-id and password that it hands to validate. Of the server that it is registered with it wants
// nothing but a place for its function, and that is given the request.
import { basicCredentials, npm, Reject, serve } from './protocol.mjs';

const { library: { fastifyBasicAuth }, version } = await npm('@fastify/basic-auth');
let found;
const server = { decorate(name, value) { server[name] = value; } };
await fastifyBasicAuth(server, { validate(user, password, request, reply, done) { found = [user, password]; done(); } });

await serve({
  name: '@fastify/basic-auth', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Basic'], octets: 'latin1' },
  homepage: 'https://github.com/fastify/fastify-basic-auth', issues: 'https://github.com/fastify/fastify-basic-auth/issues',
  license: 'MIT',
  parse(operation, [value]) {
    found = undefined;
    let refusal;
    server.basicAuth({ headers: { authorization: value } }, {}, (error) => { refusal = error; });
    if (refusal) throw new Reject(refusal.code);
    return basicCredentials(...found, value);
  },
});
