// digest-header: what the Authorization field that it composes reveals of the challenge. It puts realm, nonce and opaque into
// quoted-strings after it has taken every quote out of them, so that they can be read back without doubt.
import { challenge, nothing, npm, serve } from './protocol.mjs';

const { library: compose, version } = await npm('digest-header');
const shown = ['realm', 'nonce', 'opaque'];

await serve({
  name: 'digest-header', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Digest'], only_params: shown, octets: 'latin1',
  },
  homepage: 'https://github.com/node-modules/digest-header', issues: 'https://github.com/node-modules/digest-header/issues',
  license: 'MIT',
  parse(operation, [value]) {
    const composed = compose('GET', '/', value, 'user:password');
    if (composed === '') return nothing([value], 'an empty string');
    const params = shown.map((name) => [name, new RegExp(`, ${name}="([^"]*)"`).exec(composed)?.[1]]);
    return [challenge('Digest', params.filter(([, found]) => found !== undefined))];
  },
});
