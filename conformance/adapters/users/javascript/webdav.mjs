// webdav: the Authorization field that its client hands to its fetch for the field of a response.
import { clientOf, npm } from './protocol.mjs';

const { AuthType, createClient, getPatcher } = await npm('webdav');
const { fetch } = await npm('@buttercup/fetch');
let answer;
getPatcher().patch('fetch', (at, options) => {
  answer = options.headers.Authorization;
  return fetch(at, options);
});

await clientOf({ answer: true, schemes: ['Digest'] }, async (at) => {
  const client = createClient(new URL(at).origin, { authType: AuthType.Digest, username: 'user', password: 'password' });
  try {
    await client.customRequest(new URL(at).pathname, { method: 'GET' });
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  return answer;
});
