// webdav: what its parseDigestAuth has put into the context of a client, for a response with the Headers of its own fetch. Shown
// are the members that its answer is made of, without algorithm: that one a context has from the beginning.
import { challenge, missing, nothing, npm, serve, Unsupported } from './protocol.mjs';

const { all: digest, version } = await npm('webdav', 'dist/node/auth/digest.js');
const { all: { Headers } } = await npm('@buttercup/fetch');
if (typeof digest.parseDigestAuth !== 'function') await missing('webdav: no parseDigestAuth');
const shown = ['realm', 'nonce', 'opaque', 'qop'];

await serve({
  name: 'webdav (Digest)', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'all', challenges: 'first',
    only_schemes: ['Digest'], only_params: shown, octets: 'latin1',
  },
  homepage: 'https://github.com/perry-mitchell/webdav-client', issues: 'https://github.com/perry-mitchell/webdav-client/issues',
  license: 'MIT',
  parse(operation, lines) {
    let headers;
    try {
      headers = new Headers(lines.map((line) => ['www-authenticate', line]));
    } catch (error) {
      throw new Unsupported(`fetch refuses the value: ${error.message}`);
    }
    const context = digest.createDigestContext('user', 'password');
    if (!digest.parseDigestAuth({ headers }, context)) return nothing(lines, 'false');
    return [challenge('Digest', shown.filter((name) => name in context).map((name) => [name, context[name]]))];
  },
});
