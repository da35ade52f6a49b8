// oauth4webapi: the challenges of the error that protectedResourceRequest throws, with the fetch of Node.
import { challenge, clientOf, npm } from './protocol.mjs';

const oauth = await npm('oauth4webapi');

await clientOf({}, async (at) => {
  try {
    await oauth.protectedResourceRequest('token', 'GET', new URL(at), undefined, undefined, { [oauth.allowInsecureRequests]: true });
  } catch (error) {
    if (!Array.isArray(error.cause)) throw error;
    return error.cause.map((found) => challenge(found.scheme, found.parameters, found.token68));
  }
  return null;
});
