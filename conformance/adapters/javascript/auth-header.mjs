// auth-header: parse, for both fields.
import { challenge, npm, Reject, serve } from './protocol.mjs';

const { all, version } = await npm('auth-header');

await serve({
  name: 'auth-header', version, operations: ['challenges', 'credentials'],
  observes: { params: 'map', duplicates: 'kept', lines: 'one', challenges: 'first', octets: 'latin1' },
  homepage: 'https://github.com/izaakschroeder/auth-header',
  issues: 'https://github.com/izaakschroeder/auth-header/issues', license: 'CC0-1.0',
  parse(operation, [value]) {
    let found;
    try {
      found = all.parse(value);
    } catch (error) {
      if (error instanceof TypeError && error.message.startsWith('Invalid scheme')) throw new Reject(error.message);
      throw error;
    }
    // Several tokens come as a list: more than a token68 can be.
    const token = Array.isArray(found.token) ? found.token.join(' ') : found.token;
    const result = challenge(found.scheme, found.params, token);
    return operation === 'credentials' ? result : [result];
  },
});
