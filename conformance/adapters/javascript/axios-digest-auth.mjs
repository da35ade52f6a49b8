// @mhoc/axios-digest-auth: what the Authorization field that it composes reveals of the challenge. It takes the quotes out of
// realm and nonce, so that they can be read back without doubt. The axios that it is given answers with 401 and the value.
import { challenge, nothing, npm, serve } from './protocol.mjs';

const { library: { default: AxiosDigestAuth }, version } = await npm('@mhoc/axios-digest-auth');
const shown = ['realm', 'nonce'];

await serve({
  name: '@mhoc/axios-digest-auth', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'first', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Digest'], only_params: shown, octets: 'latin1',
  },
  homepage: 'https://github.com/mhoc/axios-digest-auth',
  issues: 'https://github.com/mhoc/axios-digest-auth/issues', license: 'MIT',
  async parse(operation, [value]) {
    const refusal = Object.assign(new Error('401'), { response: { status: 401, headers: { 'www-authenticate': value } } });
    const axios = {
      async request({ headers }) {
        if (!headers) throw refusal;
        return headers.authorization;
      },
    };
    let composed;
    try {
      const client = new AxiosDigestAuth({ axios, username: 'user', password: 'password' });
      composed = await client.request({ url: 'http://resource.test/' });
    } catch (error) {
      if (error !== refusal) throw error;
      return nothing([value], 'the answer 401 is handed on');
    }
    return [challenge('Digest', shown.map((name) => [name, new RegExp(`,?${name}="([^"]*)"`).exec(composed)[1]]))];
  },
});
