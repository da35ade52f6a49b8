// @snyk/docker-registry-v2-client: a response of its own HTTP client, and parseChallengeHeaders as getAuthTokenForEndpoint calls
// it. (That function itself only talks to https, and then to the realm.)
import { challenge, clientOf, npmInternal } from './protocol.mjs';

const { parseChallengeHeaders } = (await npmInternal('@snyk/docker-registry-v2-client', 'dist/registry-call.js')).default;
const { needleWrapper } = (await npmInternal('@snyk/docker-registry-v2-client', 'dist/needle.js')).default;

await clientOf({}, async (uri) => {
  const error = await needleWrapper({ uri }).catch((thrown) => thrown);
  if (error.statusCode !== 401) throw error;
  const value = error.headers['www-authenticate'];
  if (!value) return null;
  const [realm, service, scope] = parseChallengeHeaders(value);
  if (!realm) return null;
  return [challenge('Bearer', Object.entries({ realm, service, scope }).filter(([, found]) => found !== undefined))];
});
