// digest-fetch: what its parseAuth, which gets the field of a response, has found. It has no other way to say no than hasAuth;
// whether it has found a parameter, or only has an empty one to send, its parse tells, which parseAuth calls for each.
import { challenge, nothing, npm, serve } from './protocol.mjs';

const { library: DigestClient, version } = await npm('digest-fetch');
const shown = ['realm', 'nonce', 'opaque'];

await serve({
  name: 'digest-fetch', version, operations: ['challenges'],
  observes: {
    params: 'map', duplicates: 'first', token68: false, lines: 'one', challenges: 'first', only_schemes: ['Digest'],
    only_params: shown, octets: 'latin1',
  },
  homepage: 'https://github.com/devfans/digest-fetch', issues: 'https://github.com/devfans/digest-fetch/issues', license: 'ISC',
  parse(operation, [value]) {
    const client = new DigestClient('user', 'password');
    client.parseAuth(value);
    if (!client.hasAuth) return nothing([value], 'hasAuth is false');
    const found = shown.filter((name) => DigestClient.parse(value, name) !== null);
    return [challenge(client.digest.scheme, found.map((name) => [name, client.digest[name]]))];
  },
});
