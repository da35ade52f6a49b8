// What the programs in JavaScript share: the probes are fetched, or served, by Node, and what the library shows of them is printed.
// Strings are as Node's http has them: a code unit for each octet.
import { createServer, get } from 'node:http';
import { pathToFileURL } from 'node:url';

const { load, loadInternal } = await import(new URL('load.mjs', pathToFileURL(process.argv[2] + '/')));
export const url = process.env.USERS_URL;
export const operation = process.env.USERS_OPERATION;

// Exit status 77 says that a package of the test alone (a devDependency, which gauntlet does not install) is not here.
export const npm = (name) => load(name).catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error(error.message);
  process.exit(77);
});

// A file of a package that the package does not export.
export const npmInternal = loadInternal;

export const challenge = (scheme, found, token68) => ({
  scheme, token68: token68 ?? null,
  params: (Array.isArray(found) ? found : Object.entries(found ?? {})).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: one ?? '' }))),
});

const show = (value) => process.stdout.write(JSON.stringify(value) + '\n');

const seen = async (read, value) => {
  try {
    return (await read(value)) ?? null;
  } catch (error) {
    return { fault: String(error) };
  }
};

export const fields = (at) => new Promise((resolve, reject) => {
  get(at, (response) => resolve(response.resume().headers)).on('error', reject);
});

// `read` gets the value of the field of a response.
export const client = async (sees, read) => clientOf(sees, async (at) =>
  read((await fields(at))[operation === 'auth-info' ? 'authentication-info' : 'www-authenticate'] ?? ''));

// `fetch` gets the URL of a probe.
export async function clientOf(sees, fetch) {
  show(sees);
  for (let number = 0; number < process.env.USERS_COUNT; ++number) show(await seen(fetch, `${url}/${number}`));
  process.exit(0);
}

// The first line of a server of the library's own, once it listens on `port`.
export const announce = (sees, port) => show({ ...sees, port });

// `listener` is what Node's server calls with request and response: it sends what it has seen as JSON.
export function listen(sees, listener) {
  const listening = createServer(listener);
  listening.listen(0, '127.0.0.1', () => announce(sees, listening.address().port));
}

// `read` gets a request.
export const server = (sees, read) =>
  listen(sees, async (request, response) => response.end(JSON.stringify(await seen(read, request))));
