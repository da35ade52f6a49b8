// Small origins in the frameworks of npm: FOLDER FRAMEWORK PORT, in a folder with realms.json; or FOLDER FRAMEWORK
// --version PACKAGE.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';

const [folder, framework, port, named] = process.argv.slice(2);
const {load, version} = await import(`${folder}/load.mjs`);
const users = {user: 'pass', user2: 'pw'};
const page = 'the protected page\n';
const isKnown = (user, password) => Object.hasOwn(users, user) && users[user] === password;
const realms = port === '--version' ? [] : JSON.parse(readFileSync('realms.json', 'utf8')).filter((one) => one.number);
const places = [['/basic/', 'closed site'], ...realms.map((one) => [`/realm/${one.number}/`, one.text])];
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
    const {BasicStrategy} = await main('passport-http');
    for (const [path, realm] of places) {
      passport.use(path, new BasicStrategy({realm}, (user, password, done) => done(null, isKnown(user, password) && {user})));
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
  'http-auth': async () => {
    const auth = await main('http-auth');
    const checks = new Map(places.map(([path, realm]) =>
      [path, auth.basic({realm}, (user, password, done) => done(isKnown(user, password)))]));
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
