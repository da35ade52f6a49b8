// koa-basic-auth, in a Koa application: with which user-id and password one is let in.
import { challenge, listen, npm } from './protocol.mjs';

const Koa = (await npm('koa')).default;
const basicAuth = (await npm('koa-basic-auth')).default;

// What the probes hold. An empty one cannot be asked for: it is not compared.
const known = [['Aladdin', 'open sesame'], ['ab', 'c'], ['a', 'b'], ['a', 'b:c'], ['c', 'd'], ['\ufffd', '']];
const doors = known.map(([name, pass]) => ({ name, pass, enter: basicAuth({ name, pass }) }));

const app = new Koa();
app.use(async (context) => {
  context.body = 'null';
  if (context.get('Authorization') === 'Basic Og==') context.body = '{"unsupported":"neither user-id nor password"}';
  for (const { name, pass, enter } of doors) {
    try {
      await enter(context, () => {
        const seen = [challenge('Basic', { username: name, password: pass })];
        context.body = JSON.stringify(pass ? seen : { unsupported: 'no password' });
      });
    } catch (error) {
      if (error.status !== 401) throw error;
    }
  }
});
listen({ user_pass: 'utf-8', decodes: 'utf-8' }, app.callback());
