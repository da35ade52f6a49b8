// The Model Context Protocol's SDK: extractWWWAuthenticateParams, of the response of Node's fetch, as its transports call it.
import { challenge, clientOf, npm } from './protocol.mjs';

const { extractWWWAuthenticateParams } = await npm('@modelcontextprotocol/sdk/client/auth.js');

await clientOf({}, async (at) => {
  const { resourceMetadataUrl, ...found } = extractWWWAuthenticateParams(await fetch(at));
  if (!('scope' in found)) return null;
  if (resourceMetadataUrl) found.resource_metadata = String(resourceMetadataUrl);
  return [challenge('Bearer', Object.entries(found).filter(([, value]) => value))];
});
