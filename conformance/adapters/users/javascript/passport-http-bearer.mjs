// passport-http-bearer: its Strategy, used by Passport in an Express application.
import { challenge, listen, npm } from './protocol.mjs';

const express = (await npm('express')).default;
const passport = (await npm('passport')).default;
const { Strategy } = (await npm('passport-http-bearer')).default;

passport.use(new Strategy((token, done) => done(null, [challenge('Bearer', {}, token)])));

const app = express();
app.use(passport.authenticate('bearer', { session: false, failWithError: true }));
app.use((request, response) => response.json(request.user));
app.use((error, request, response, next) => (error.name === 'AuthenticationError' ? response.json(null) : next(error)));
listen({}, app);
