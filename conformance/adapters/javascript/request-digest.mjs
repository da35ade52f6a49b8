// request: what the Authorization field that its Auth composes for a response reveals of the challenge. No value that it has
// read holds a quote, so that they can be read back without doubt; the algorithm is the one that it writes without quotes.
import { challenge, nothing, npm, serve, Unsupported } from './protocol.mjs';

const { all: { Auth }, version } = await npm('request', 'lib/auth.js');
const shown = {
  realm: /, realm="([^"]*)"/, nonce: /, nonce="([^"]*)"/, opaque: /, opaque="([^"]*)"/,
  algorithm: /, algorithm=(.*?)(?:, opaque="|$)/s,
};

await serve({
  name: 'request (Digest)', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Digest'], only_params: Object.keys(shown), octets: 'latin1',
  },
  homepage: 'https://github.com/request/request', issues: 'https://github.com/request/request/issues', license: 'Apache-2.0',
  parse(operation, [value]) {
    const auth = new Auth({ method: 'GET', path: '/', debug() {} });
    auth.basic('user', 'password', false);
    const composed = auth.onResponse({ headers: { 'www-authenticate': value } });
    if (!composed) return nothing([value], 'no Authorization');
    if (!composed.startsWith('Digest ')) throw new Unsupported('it answers another challenge, and shows nothing of it');
    const params = Object.entries(shown).map(([name, where]) => [name, where.exec(composed)?.[1]]);
    return [challenge('Digest', params.filter(([, found]) => found !== undefined))];
  },
});
