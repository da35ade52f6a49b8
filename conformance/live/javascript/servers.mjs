// Small origins in the frameworks of npm: FOLDER FRAMEWORK PORT, in a folder with realms.json; or FOLDER FRAMEWORK
// --version PACKAGE.
import {readFileSync} from 'node:fs';
import {createHash} from 'node:crypto';
import {createServer} from 'node:http';

const [folder, framework, port, named] = process.argv.slice(2);
const {load, version} = await import(`${folder}/load.mjs`);
const users = {user: 'pass', user2: 'pw'};
const tokens = ['mF_9.B5f-4.1JqM', '09azAZ-._~+/=='];
const page = 'the protected page\n';
const isKnown = (user, password) => Object.hasOwn(users, user) && users[user] === password;
const realms = port === '--version' ? [] : JSON.parse(readFileSync('realms.json', 'utf8')).filter((one) => one.number);
const places = [['/page/', 'closed site'], ...realms.map((one) => [`/realm/${one.number}/`, one.text])];
const main = async (name) => (await load(name)).default;

const frameworks = {
  'express-basic-auth': async () => {
    const app = (await main('express'))();
    const basicAuth = await main('express-basic-auth');
    for (const [path, realm] of places)
      app.get(path, basicAuth({users, challenge: true, realm}), (_, answer) => answer.send(page));
    app.listen(port, '127.0.0.1');
  },
  'passport-http': async () => {
    const app = (await main('express'))();
    const passport = await main('passport');
    const {BasicStrategy, DigestStrategy} = await main('passport-http');
    for (const [path, realm] of places) {
      passport.use(path, new BasicStrategy({realm}, (user, password, done) => done(null, isKnown(user, password) && {user})));
      passport.use(`/digest${path}`, new DigestStrategy({realm, qop: 'auth'}, (user, done) => done(null, {user}, users[user])));
      for (const each of [path, `/digest${path}`])
        app.get(each, passport.authenticate(each, {session: false}), (_, answer) => answer.send(page));
    }
    app.listen(port, '127.0.0.1');
  },
  'passport-http-bearer': async () => {
    const app = (await main('express'))();
    const passport = await main('passport');
    const {Strategy} = await main('passport-http-bearer');
    for (const [path, realm] of places) {
      passport.use(path, new Strategy({realm}, (token, done) => done(null, tokens.includes(token) && {token})));
      app.get(path, passport.authenticate(path, {session: false}), (_, answer) => answer.send(page));
    }
    app.listen(port, '127.0.0.1');
  },
  'fastify-basic-auth': async () => {
    const fastify = (await main('fastify'))({exposeHeadRoutes: true});
    const basicAuth = await main('@fastify/basic-auth');
    const validate = async (user, password) => {
      if (!isKnown(user, password)) throw new Error('no such user');
    };
    for (const [path, realm] of places) {
      fastify.register(async (part) => {
        await part.register(basicAuth, {validate, authenticate: {realm}});
        part.after(() => part.get(path, {onRequest: part.basicAuth}, async () => page));
      });
    }
    await fastify.listen({port, host: '127.0.0.1'});
  },
  'fastify-bearer-auth': async () => {
    const fastify = (await main('fastify'))({exposeHeadRoutes: true});
    await fastify.register(await main('@fastify/bearer-auth'), {keys: new Set(tokens)});
    fastify.get('/page/', async () => page);
    await fastify.listen({port, host: '127.0.0.1'});
  },
  'koa-basic-auth': async () => {
    const Koa = await main('koa');
    const auth = await main('koa-basic-auth');
    const app = new Koa();
    app.silent = true;
    app.use(async (context, next) => {
      try {
        await next();
      } catch (error) {
        // As its documentation has it.
        if (error.status !== 401) throw error;
        context.status = 401;
        context.set('WWW-Authenticate', 'Basic realm="closed site"');
        context.body = 'no';
      }
    });
    app.use(async (context, next) => {
      for (const [name, pass] of Object.entries(users)) {
        try {
          await auth({name, pass})(context, async () => { context.body = page; });
          return;
        } catch (error) {
          if (error.status !== 401 || name === 'user2') throw error;
        }
      }
      await next();
    });
    app.listen(port, '127.0.0.1');
  },
  'hono': async () => {
    const {Hono} = await load('hono');
    const {basicAuth} = await load('hono/basic-auth');
    const {serve} = await load('@hono/node-server');
    const app = new Hono();
    const others = [{username: 'user2', password: 'pw'}];
    for (const [path, realm] of places) {
      app.use(path, basicAuth({username: 'user', password: 'pass', realm}, ...others));
      app.get(path, (context) => context.text(page));
    }
    serve({fetch: app.fetch, port: Number(port), hostname: '127.0.0.1'});
  },
  'hono-bearer-auth': async () => {
    const {Hono} = await load('hono');
    const {bearerAuth} = await load('hono/bearer-auth');
    const {serve} = await load('@hono/node-server');
    const app = new Hono();
    for (const [path, realm] of places) {
      app.use(path, bearerAuth({token: tokens, realm}));
      app.get(path, (context) => context.text(page));
    }
    serve({fetch: app.fetch, port: Number(port), hostname: '127.0.0.1'});
  },
  'http-auth': async () => {
    const auth = await main('http-auth');
    const hash = (user, realm) => createHash('md5').update(`${user}:${realm}:${users[user]}`).digest('hex');
    const checks = new Map(places.flatMap(([path, realm]) => [
      [path, auth.basic({realm}, (user, password, done) => done(isKnown(user, password)))],
      [`/digest${path}`, auth.digest({realm}, (user, done) => done(hash(user, realm)))]]));
    createServer((request, answer) => {
      const check = checks.get(request.url);
      if (!check) return answer.writeHead(404).end();
      check.check(() => answer.end(page))(request, answer);
    }).listen(port, '127.0.0.1');
  },
};

if (port === '--version') {
  console.log(version(named));
} else {
  await frameworks[framework]();
}
