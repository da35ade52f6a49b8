import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export async function readSuite() {
  const packed = await readFile(new URL('suite.json.gz', import.meta.url));
  return JSON.parse(await promisify(gunzip)(packed));
}
