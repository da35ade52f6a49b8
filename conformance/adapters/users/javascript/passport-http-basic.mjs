// passport-http: its BasicStrategy, used by Passport in an Express application.
import { challenge, listen, npm } from './protocol.mjs';

const express = (await npm('express')).default;
const passport = (await npm('passport')).default;
const { BasicStrategy } = (await npm('passport-http')).default;

passport.use(new BasicStrategy((username, password, done) => done(null, [challenge('Basic', { username, password })])));

const app = express();
app.use(passport.authenticate('basic', { session: false, failWithError: true }));
app.use((request, response) => response.json(request.user));
app.use((error, request, response, next) => (error.name === 'AuthenticationError' ? response.json(null) : next(error)));
listen({ user_pass: 'utf-8', decodes: 'utf-8' }, app);
