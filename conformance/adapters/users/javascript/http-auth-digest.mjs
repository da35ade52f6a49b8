// http-auth: what its Digest hands to the check of a request, where the nonce is taken for a good one.
import { challenge, npm, server } from './protocol.mjs';

const digest = (await npm('http-auth')).default.digest({ realm: 'realm' }, () => {});

server({}, (request) => {
  let found = null;
  digest.findUser = (ignored, credentials, done) => {
    found = [challenge('Digest', credentials)];
    done({});
  };
  digest.isAuthenticated(request, () => {});
  return found;
});
