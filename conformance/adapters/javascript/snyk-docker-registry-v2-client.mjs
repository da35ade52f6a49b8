// @snyk/docker-registry-v2-client: parseChallengeHeaders, which gets the field of a response. Without a realm it goes on as if
// Basic were asked for, so that this is its way to say that there is no Bearer challenge.
import { challenge, missing, nothing, npm, serve } from './protocol.mjs';

const { all: { parseChallengeHeaders }, version } = await npm('@snyk/docker-registry-v2-client', 'dist/registry-call.js');
if (typeof parseChallengeHeaders !== 'function') await missing('@snyk/docker-registry-v2-client: no parseChallengeHeaders');

await serve({
  name: '@snyk/docker-registry-v2-client', version, operations: ['challenges'],
  observes: {
    scheme_case: 'title', params: 'map', duplicates: 'last', token68: false, lines: 'one', challenges: 'first',
    only_schemes: ['Bearer'], only_params: ['realm', 'service', 'scope'], octets: 'latin1',
  },
  homepage: 'https://github.com/snyk/docker-registry-v2-client',
  issues: 'https://github.com/snyk/docker-registry-v2-client/issues',
  license: 'Apache-2.0',
  parse(operation, [value]) {
    const [realm, service, scope] = parseChallengeHeaders(value);
    if (!realm) return nothing([value], 'no realm');
    return [challenge('Bearer', Object.entries({ realm, service, scope }).filter(([, found]) => found !== undefined))];
  },
});
