// npm packages that answer challenges: FOLDER PACKAGE URL USER PASSWORD, or FOLDER PACKAGE --version.
const [folder, name, url, user, password] = process.argv.slice(2);
const {load, version} = await import(`${folder}/load.mjs`);

const clients = {
  'digest-fetch': async () => {
    const {default: DigestClient} = await load('digest-fetch');
    await new DigestClient(user, password).fetch(url);
  },
  'urllib': async () => {
    const {request} = await load('urllib');
    await request(url, {digestAuth: `${user}:${password}`, followRedirect: true, timeout: 8000});
  },
  '@mhoc/axios-digest-auth': async () => {
    const {default: AxiosDigestAuth} = await load('@mhoc/axios-digest-auth');
    const Client = AxiosDigestAuth.default ?? AxiosDigestAuth;
    await new Client({username: user, password}).request({method: 'GET', url, timeout: 8000});
  },
  'needle': async () => {
    const {default: needle} = await load('needle');
    await needle('get', url, {username: user, password, auth: 'auto', follow_max: 5, response_timeout: 8000});
  },
  'got': async () => {
    const {got} = await load('got');
    await got(url, {username: user, password, timeout: {request: 8000}, retry: {limit: 0}});
  },
  'www-authenticate': async () => {
    const {got} = await load('got');
    const {default: authenticate} = await load('www-authenticate');
    const authenticator = authenticate.authenticator(user, password);
    const answer = (response, retry) => {
      const asked = {method: 'GET', path: new URL(response.url).pathname, headers: {}};
      if (response.statusCode !== 401) return response;
      authenticator.get_challenge(response);
      authenticator.authenticate_request_options(asked);
      return asked.headers.authorization ? retry({headers: asked.headers}) : response;
    };
    await got(url, {hooks: {afterResponse: [answer]}, timeout: {request: 8000}, retry: {limit: 0}});
  },
  'request': async () => {
    const {default: request} = await load('request');
    const auth = {user, pass: password, sendImmediately: false};
    await new Promise((done) => request.get(url, {auth, timeout: 8000}, done));
  },
};

if (url === '--version') {
  console.log(version(name));
} else {
  // What it makes of the answer does not matter.
  await clients[name]().catch((error) => console.error(error.message));
  process.exit(0);
}
