// @azure/core-rest-pipeline: parseChallenges, with which its bearerTokenAuthenticationPolicy looks for claims in the field of a
// response.
import { challenge, missing, nothing, npm, serve } from './protocol.mjs';

const { all, version } = await npm('@azure/core-rest-pipeline', 'dist/esm/policies/bearerTokenAuthenticationPolicy.js');
if (typeof all.parseChallenges !== 'function') await missing('@azure/core-rest-pipeline: no parseChallenges');

await serve({
  name: '@azure/core-rest-pipeline', version, operations: ['challenges'],
  observes: { params: 'map', duplicates: 'last', token68: false, lines: 'one', octets: 'latin1' },
  homepage: 'https://github.com/Azure/azure-sdk-for-js',
  issues: 'https://github.com/Azure/azure-sdk-for-js/issues', license: 'MIT',
  parse(operation, [value]) {
    const found = all.parseChallenges(value);
    if (found.length === 0) return nothing([value], 'an empty list');
    return found.map(({ scheme, params }) => challenge(scheme, params));
  },
});
