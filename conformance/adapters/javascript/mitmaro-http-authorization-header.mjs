// @mitmaro/http-authorization-header: parse.
import { challenge, npm, Reject, serve } from './protocol.mjs';

const { library, version } = await npm('@mitmaro/http-authorization-header');

await serve({
  name: '@mitmaro/http-authorization-header', version, operations: ['credentials'],
  observes: { lines: 'one', octets: 'latin1' },
  homepage: 'https://github.com/MitMaro/node-http-authorization-header',
  issues: 'https://github.com/MitMaro/node-http-authorization-header/issues', license: 'ISC',
  parse(operation, [value]) {
    let found;
    try {
      found = library.parse(value);
    } catch (error) {
      if (error instanceof library.InvalidHeaderError) throw new Reject(error.message);
      throw error;
    }
    return challenge(found.scheme, found.values ?? [], found.value);
  },
});
