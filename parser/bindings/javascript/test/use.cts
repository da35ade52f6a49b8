import gauntlet = require('gauntlet-http-auth');
import suite = require('gauntlet-http-auth/suite');

declare const console: { log(...what: unknown[]): void };

const read = gauntlet.parse('Basic realm="simple"');
if (read.ok) for (const challenge of read.challenges) console.log(gauntlet.find(challenge, 'realm'));
suite.loadSuite satisfies () => Promise<suite.Suite>;
