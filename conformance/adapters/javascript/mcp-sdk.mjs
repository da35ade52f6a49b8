// The Model Context Protocol's SDK: extractWWWAuthenticateParams, of a response as fetch hands it over. An empty object is how
// it says that there is no Bearer challenge; of one it has the members, be they undefined. A resource_metadata comes as a URL
// object.
import { challenge, nothing, npm, serve, Unsupported } from './protocol.mjs';

const { all: auth, version } = await npm('@modelcontextprotocol/sdk', 'dist/esm/client/auth.js');

await serve({
  name: '@modelcontextprotocol/sdk', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'first', token68: false, lines: 'all', challenges: 'first',
    only_schemes: ['Bearer'], only_params: ['resource_metadata', 'scope', 'error'], octets: 'latin1',
  },
  homepage: 'https://modelcontextprotocol.io/', issues: 'https://github.com/modelcontextprotocol/typescript-sdk/issues',
  license: 'MIT',
  parse(operation, lines) {
    let response;
    try {
      response = new Response('', { status: 401, headers: lines.map((line) => ['www-authenticate', line]) });
    } catch (error) {
      throw new Unsupported(`fetch refuses the value: ${error.message}`);
    }
    const found = auth.extractWWWAuthenticateParams(response);
    if (Object.keys(found).length === 0) return nothing(lines, 'an empty object');
    const params = [['resource_metadata', found.resourceMetadataUrl?.href], ['scope', found.scope], ['error', found.error]];
    return [challenge('Bearer', params.filter(([, value]) => value !== undefined))];
  },
});
