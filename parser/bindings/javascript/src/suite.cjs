// The conformance suite as data, for CommonJS. Nothing is read before loadSuite() is called.
'use strict';
const { readFile } = require('node:fs');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { gunzip } = require('node:zlib');

let loading;

exports.loadSuite = () => {
  loading ??= promisify(readFile)(join(__dirname, 'suite.json.gz')).then(promisify(gunzip)).then(JSON.parse).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

exports.cases = async (keep = () => true) => (await exports.loadSuite()).cases.filter(keep);
