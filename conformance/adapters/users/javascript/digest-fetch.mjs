// digest-fetch: the Authorization field that it hands to Node's fetch for the field of a response.
import { clientOf, npm } from './protocol.mjs';

const DigestClient = (await npm('digest-fetch')).default;
const { fetch } = globalThis;
let answer;
globalThis.fetch = (at, options) => {
  answer = options?.headers?.Authorization;
  return fetch(at, options);
};

await clientOf({ answer: true }, async (at) => {
  await new DigestClient('user', 'password').fetch(at);
  return answer;
});
