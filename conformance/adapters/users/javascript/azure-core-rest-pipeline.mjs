// @azure/core-rest-pipeline: its own HTTP client in its own pipeline, and parseChallenges of what the policy would give to it.
// (The policy itself only talks to https, and shows the claims alone.)
import { challenge, clientOf, npm, npmInternal } from './protocol.mjs';

const pipeline = await npm('@azure/core-rest-pipeline');
const { parseChallenges } =
  await npmInternal('@azure/core-rest-pipeline', 'dist/esm/policies/bearerTokenAuthenticationPolicy.js');
const http = pipeline.createDefaultHttpClient();

await clientOf({}, async (url) => {
  const request = pipeline.createPipelineRequest({ url, allowInsecureConnection: true });
  const response = await pipeline.createEmptyPipeline().sendRequest(http, request);
  return parseChallenges(response.headers.get('WWW-Authenticate')).map(({ scheme, params }) => challenge(scheme, params));
});
