// Stands in the folder that holds node_modules: packages are resolved from where this file is.
import { readFileSync } from 'node:fs';

export const load = async (name) => import(name);

// A file of a package that the package does not export.
export const loadInternal = async (name, file) => import(new URL(`node_modules/${name}/${file}`, import.meta.url));

export const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
