// passport-http: the username that its DigestStrategy, used by Passport in an Express application, wants the password of.
import { challenge, listen, npm } from './protocol.mjs';

const express = (await npm('express')).default;
const passport = (await npm('passport')).default;
const { DigestStrategy } = (await npm('passport-http')).default;

let found;
passport.use(new DigestStrategy((username, done) => {
  found = [challenge('Digest', { username })];
  done(null, false);
}));

const app = express();
app.use((request, response, next) => {
  found = null;
  // Of the probes one has a uri of its own: that one would be sent there.
  if (request.headers.authorization?.includes('/?a=b,c')) request.url = '/?a=b,c';
  next();
}, passport.authenticate('digest', { session: false, failWithError: true }));
app.use((error, request, response, next) => (error.name === 'AuthenticationError' ? response.json(found) : next(error)));
listen({ params: ['username'] }, app);
