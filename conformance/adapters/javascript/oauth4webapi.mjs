// oauth4webapi: the challenges that protectedResourceRequest throws; no network, the response is made here.
import { challenge, nothing, npm, serve, Unsupported } from './protocol.mjs';

const { all: oauth, version } = await npm('oauth4webapi');
const url = new URL('https://resource.test/');

await serve({
  name: 'oauth4webapi', version, operations: ['challenges'],
  observes: { scheme_case: 'lower', name_case: 'lower', params: 'map', duplicates: 'last', lines: 'all', octets: 'latin1' },
  homepage: 'https://github.com/panva/oauth4webapi', issues: 'https://github.com/panva/oauth4webapi/issues', license: 'MIT',
  async parse(operation, lines) {
    let response;
    try {
      response = new Response('', { status: 401, headers: lines.map((line) => ['www-authenticate', line]) });
    } catch (error) {
      throw new Unsupported(`fetch refuses the value: ${error.message}`);
    }
    try {
      await oauth.protectedResourceRequest('token', 'GET', url, undefined, undefined,
                                           { [oauth.customFetch]: async () => response });
    } catch (error) {
      if (!Array.isArray(error.cause)) throw error;
      return error.cause.map((found) => challenge(found.scheme, found.parameters, found.token68));
    }
    return nothing(lines, 'no challenges');
  },
});
