// @fastify/bearer-auth: the token that it hands to its option auth. Of the server that it is registered with it wants nothing
// but a place for its function, and that is given the request.
import { challenge, npm, Reject, serve } from './protocol.mjs';

const { library: { fastifyBearerAuth }, version } = await npm('@fastify/bearer-auth');
let found;
const server = { log: {}, decorate(name, value) { server[name] = value; } };
fastifyBearerAuth(server, { addHook: false, auth: (token) => { found = token; return true; } }, () => {});

await serve({
  name: '@fastify/bearer-auth', version, operations: ['credentials'],
  observes: { scheme_case: 'title', params: 'none', lines: 'first', only_schemes: ['Bearer'], octets: 'latin1' },
  homepage: 'https://github.com/fastify/fastify-bearer-auth', issues: 'https://github.com/fastify/fastify-bearer-auth/issues',
  license: 'MIT',
  async parse(operation, [value]) {
    found = undefined;
    const request = { raw: { headers: { authorization: value } }, log: { error() {} } };
    const refusal = await new Promise((done) => { server.verifyBearerAuth(request, { code() {} }, done); });
    if (refusal) throw new Reject(refusal.code);
    return challenge('Bearer', [], found);
  },
});
