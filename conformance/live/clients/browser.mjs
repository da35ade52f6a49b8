// A browser whose user answers the dialog. It is started once, and each URL gets a context of its own:
// cookies, connections and passwords of others are not there.
//
//     FOLDER BROWSER PROGRAM --version
//     FOLDER BROWSER PROGRAM keep SOCKET                      starts it, and serves:
//     FOLDER BROWSER PROGRAM ask SOCKET URL USER PASSWORD
import {execFileSync} from 'node:child_process';
import {createConnection, createServer} from 'node:net';
import {createInterface} from 'node:readline';

const [folder, browser, executablePath, what, socket, ...words] = process.argv.slice(2);
const args = {chrome: ['--no-sandbox', '--disable-background-networking'], firefox: []}[browser];
const aborted = 134;  // what a shell says of a program that died of SIGABRT

const keep = async () => {
  const {load} = await import(`${folder}/load.mjs`);
  const {launch} = (await load('puppeteer-core')).default;
  const start = () => launch({browser, executablePath, args});
  let run = await start();
  let restart;  // one for all who wait for it

  // Where several tabs open at once, Firefox may lose one before it has asked for anything.
  const open = async (context, tries = 5) => {
    try {
      return await context.newPage();
    } catch (error) {
      if (tries === 1) throw error;
      return open(context, tries - 1);
    }
  };

  // Whether the browser is still there afterwards.
  const visit = async ([url, username, password]) => {
    const mine = run;
    try {
      const context = await mine.createBrowserContext();
      try {
        const page = await open(context);
        await page.authenticate({username, password});
        // What it makes of the answer does not matter.
        await page.goto(url, {timeout: 10000}).catch(() => {});
      } finally {
        await context.close();
      }
    } catch (error) {
      if (mine.connected) throw error;
    }
    if (mine.connected) return true;
    restart ??= start().then((next) => { run = next; restart = undefined; });
    await restart;
    return false;
  };

  const server = createServer((connection) => {
    connection.on('error', () => {});
    createInterface({input: connection}).once('line', (line) => {
      visit(JSON.parse(line))
        .then((is_there) => connection.end(is_there ? 'done\n' : 'gone\n'))
        .catch((error) => connection.end(`${error.message.split('\n')[0]}\n`));
    });
  });
  server.listen(socket, () => console.log('ready'));
};

const ask = () => {
  const connection = createConnection(socket, () => connection.write(`${JSON.stringify(words)}\n`));
  createInterface({input: connection}).once('line', (line) => {
    if (line !== 'done') console.error(line === 'gone' ? 'the browser ended' : line);
    process.exit({done: 0, gone: aborted}[line] ?? 1);
  });
  connection.on('error', (error) => { console.error(error.message); process.exit(1); });
};

const actions = {
  '--version': () => console.log(execFileSync(executablePath, ['--version'], {encoding: 'utf8'})), keep, ask};
await actions[what]();
