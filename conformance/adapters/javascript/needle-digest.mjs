// needle: what the Authorization field that it composes for a response reveals of the challenge. No value that it has read holds
// a quote, so that they can be read back without doubt. A realm or nonce that it has not found it writes as undefined.
import { challenge, nothing, npm, serve, Unsupported } from './protocol.mjs';

const { all: auth, version } = await npm('needle', 'lib/auth.js');
const shown = ['realm', 'nonce', 'opaque', 'qop'];

await serve({
  name: 'needle (Digest)', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Digest'], only_params: shown, octets: 'latin1',
  },
  homepage: 'https://github.com/tomas/needle', issues: 'https://github.com/tomas/needle/issues', license: 'MIT',
  parse(operation, [value]) {
    const composed = auth.header(value, ['user', 'password'], { method: 'GET', path: '/' });
    if (!composed) return nothing([value], 'no Authorization');
    if (!composed.startsWith('Digest ')) throw new Unsupported('it answers another challenge, and shows nothing of it');
    const params = shown.map((name) => [name, new RegExp(`, ${name}="([^"]*)"`).exec(composed)?.[1]]);
    return [challenge('Digest', params.filter(([, found]) => ![undefined, 'undefined'].includes(found)))];
  },
});
